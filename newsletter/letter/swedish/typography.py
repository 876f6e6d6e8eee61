"""Swedish typography (domain.md 5.2), so that the editor types plain spaces, hyphens and straight quotes; telephone numbers as
Swedes group them, and as a telephone dials them.

Only spaces, dashes, dots and quotation marks are changed, never a letter or a digit; web and e-mail addresses and registry
numbers stay as they are. Doing it twice changes nothing more.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NBSP = "\u00a0"
_SPACE = f"[ {NBSP}]"
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_UNITS = (
    "km|cm|mm|m|mil|m²|m³|km²|kvm|ha|kg|hg|g|ton|l|dl|cl|ml|kW|MW|GW|kWh|MWh|GWh|TWh|kr|mnkr|tkr|mdkr|kronor|öre|"
    "tusen|miljon|miljoner|miljard|miljarder|procent|procentenheter|grad|grader|liter|"
    "år|månad|månader|vecka|veckor|dag|dagar|timme|timmar|minut|minuter|person|personer|plats|platser"
)
_QUOTES = str.maketrans({'"': "”", "“": "”", "„": "”", "‟": "”", "'": "’", "‘": "’", "‚": "’", "‛": "’"})
# What stands in for an address while the rules run: a non-character, which no text of the editor's may hold (model.values).
_KEPT = "\ufdd2"
# Bounded, so that a line of letters without a blank takes no longer than its length.
_WEB_ADDRESS = r"""(?:https?://|mailto:|www\.)[^\s"<>”]+"""
_MAIL_ADDRESS = r"""[^\s"<>”@]{1,64}@[^\s"<>”@]{1,255}\.[^\s"<>”]+"""
_ADDRESS = f"{_WEB_ADDRESS}|{_MAIL_ADDRESS}"
_CASE_NUMBER = rf"(?<=[Dd]nr{_SPACE})\S+|[A-ZÅÄÖ]{{1,20}}/\S+"
_PHONE = rf"""
    (?<![\w/.,:–-])(?:
        \+\d{{2}}{_SPACE}?(?:\(0\){_SPACE}?)?\d{{1,3}}         # +46 (0)70
        | 0\d{{1,3}}                                           # 070
    )
    [ {NBSP}-]\d{{2,3}}(?:{_SPACE}\d{{2,3}}){{1,3}}(?![\w/–-]) # -174 06 05
"""
_WHOLE = re.compile(rf"{_KEPT}|{_ADDRESS}|{_CASE_NUMBER}|(?P<phone>{_PHONE})", re.VERBOSE)
_NUMBER = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d{{1,4}}(?:[.,]\d{{1,2}})?"
_RANGE = re.compile(
    rf"""
    (?<![\w/.,:§–-])(?<![A-ZÅÄÖ]{{2}}{_SPACE})(?<!\d{_SPACE})  # no part of a number, a case number or an address
    ({_NUMBER})-({_NUMBER})
    (?![\w/:–-])(?![.,]\d)(?!{_SPACE}\d)
    """,
    re.VERBOSE,
)
_HOURS = re.compile(
    rf"""
    (?<![\w])([Kk]l\.?{_SPACE}\d{{1,2}}(?:[.:]\d\d)?)          # kl. 18.30
    -(\d{{1,2}}(?:[.:]\d\d)?)
    (?![\w/:–-])(?![.,]\d)                                     # no part of a date or a number
    """,
    re.VERBOSE,
)
# A minus stands alone before its number: no range, no telephone number, no "-80-talet".
_MINUS = re.compile(rf"(?<![^\s(])(?<!\d{_SPACE})-(?=\d{{1,9}}(?:[.,]\d{{1,9}})?(?![\w/:-])(?![.,]\d))")
_NO_BREAK = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=\d) (?=[%‰°])",
        rf"(?<=\d) (?=(?:{_UNITS})(?![\w-]))",
        r"(?<![\w.])(?:[Kk]l\.?|s\.|[Ss]id\.|[Kk]ap\.) (?=\d)",
        r"(?<![\w.])(?:[Nn]r\.?|[Dd]nr\.?|[Cc]a\.?|§§?) (?=\S)",
        r"(?<=\d) (?=§)",
        rf"(?<!\d)\d{{1,2}} (?=(?:{_MONTHS})(?!\w))",
        r" (?=–(?:\s|$))",
        r" (?=…)",
    )
)
_THOUSANDS = re.compile(rf"(?<![\d.,/-])(?<!\d{_SPACE})\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d/-])(?!{_SPACE}\d)")
_POSTCODE = re.compile(r"(?<![\d/-])(?<!\d )\d{3} \d{2}(?= [A-ZÅÄÖ])")


# Area codes of three digits; 08 has two, all others four. Mobile (07x), 010 and 020 count as three.
_THREE_DIGITS = re.compile(r"0(?:10|20|7\d|11|13|16|18|19|21|23|26|31|33|35|36|40|42|44|46|54|60|63|90)")
_GROUPS = {5: (3, 2), 6: (2, 2, 2), 7: (3, 2, 2), 8: (3, 3, 2)}


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Plain prose with Swedish typography; not for code, and not for text that is to be copied as it stands."""
    return typeset_runs([text])[0]


def quoted(text: str) -> str:
    """Within quotation marks; those inside it become single ones (Svenska skrivregler: ”Hon sa ’ja’”)."""
    return f"”{typeset(text).replace('”', '’')}”"


def typeset_runs(runs: Sequence[str]) -> list[str]:
    """The runs of one paragraph, split where bold or a link begins, typeset as the one text that they are together."""
    shortened = [_shorten(unicodedata.normalize("NFC", run)) for run in runs]
    whole = _same_length("".join(shortened))
    typeset_already: list[str] = []
    start = 0
    for run in shortened:
        typeset_already.append(whole[start : start + len(run)])
        start += len(run)
    return typeset_already


def _shorten(text: str) -> str:
    """The two changes of length: done run by run, so that the rest can be cut where it was joined."""
    text, originals = _set_aside(text)
    text = re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)
    return _restore(re.sub(rf"(?<={_SPACE})--(?= )", "–", text), originals)


def _same_length(text: str) -> str:
    text, originals = _set_aside(text)
    text = text.translate(_QUOTES)
    text = re.sub(rf"(?<=\S){_SPACE}-(?= )", f"{NBSP}–", text)
    text = _MINUS.sub("\N{MINUS SIGN}", text)
    text = _HOURS.sub(r"\1–\2", text)
    text = _RANGE.sub(_range, text)
    for pattern in (_THOUSANDS, _POSTCODE, *_NO_BREAK):
        text = pattern.sub(lambda match: _glue(match.group()), text)
    return _restore(text, originals)


def _set_aside(text: str) -> tuple[str, list[str]]:
    """``text`` with a sign in place of each address, number of a case and telephone number, and these in order."""
    originals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        originals.append(_glue(match.group()) if match["phone"] else match.group())
        return _KEPT

    return _WHOLE.sub(keep, text), originals


def _glue(text: str) -> str:
    return text.replace(" ", NBSP)


def _range(match: re.Match[str]) -> str:
    """``9-15`` is a range; ``2026-03`` is a month, ``054-61`` begins a telephone number, ``24-7`` is a figure of speech."""
    first, last = match.groups()
    digits = [len(re.sub(r"[.,]\d+|\D", "", part)) for part in (first, last)]
    alike = max(digits) < 4 or min(digits) > 3
    rising = _value(first) < _value(last)
    return f"{first}–{last}" if alike and rising and not re.match(r"0\d", first) else match.group()


def _value(number: str) -> float:
    return float(re.sub(_SPACE, "", number).replace(",", "."))


def _restore(text: str, originals: Sequence[str]) -> str:
    parts = text.split(_KEPT)
    return parts[0] + "".join(own + part for own, part in zip(originals, parts[1:], strict=True))


def phone_shown(phone: str) -> str:
    """``070-174 06 05`` with spaces that do not break; a number of another country or shape stays as the editor wrote it."""
    digits = re.sub(r"\D", "", phone)
    area = _area_code(digits)
    groups = _GROUPS.get(len(digits) - len(area))
    if phone.strip().startswith("+") or not digits.startswith("0") or digits.startswith("00") or groups is None:
        return phone.replace(" ", NBSP)
    return f"{area}-{_group(digits[len(area) :], groups)}"


def phone_href(phone: str) -> str:
    """``tel:+46701740605``."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.strip().startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    return f"tel:+46{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def _area_code(digits: str) -> str:
    if digits.startswith("08"):
        return digits[:2]
    return digits[:3] if _THREE_DIGITS.match(digits) else digits[:4]


def _group(digits: str, sizes: tuple[int, ...]) -> str:
    groups = []
    for size in sizes:
        groups.append(digits[:size])
        digits = digits[size:]
    return NBSP.join(groups)

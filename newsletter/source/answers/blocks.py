"""Where a member's own words end in an answer: decided before any field is read, from the lines alone. Pure.

A mail program puts the mail that is answered below or around the answer, and says so in one of three ways: lines that begin
with ``>``, an attribution (``Den fre 20 nov. 2026 kl 08:12 skrev NAME <ADDRESS>:``, over up to three lines), or a block of
header lines (``Från:``, ``Skickat:``, ``Till:``), sometimes below a line such as ``-----Ursprungligt meddelande-----``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Line = tuple[int, str]
"""A line of text, and its number in the file that it was written in."""

_MOST_ATTRIBUTION_LINES = 3
_LONGEST_ATTRIBUTION = 400
"""Letters. No expression below looks at a longer line, so that a line of a million costs no more than one of a hundred."""
QUOTE_SIGNS = re.compile(r"\s*(?:>\s?)+")

# The header names that mail programs write above the mail that is answered: Swedish, English, Norwegian and Danish, Finnish,
# German. In the order From, Sent, Date, To, Cc, Subject, Reply-To, Importance.
_HEADER_NAMES = """\
från skickat datum till kopia hemlig kopia ämne svar till prioritet
from sent date to cc bcc subject reply-to importance
fra sendt dato til kopi emne svar til
lähettäjä lähetetty päivämäärä vastaanottaja kopio aihe vastausosoite
von gesendet datum an cc betreff antwort an
"""
_NAMES = sorted({"hemlig kopia", "svar till", "svar til", "antwort an", *_HEADER_NAMES.split()} - {"hemlig", "svar", "antwort"})
_HEADER = re.compile(rf"[*_]*(?:{'|'.join(map(re.escape, _NAMES))})[*_]*\s*:[*_]*(?:\s.*)?", re.IGNORECASE)
# Those that no field of the form is called, and that begin no sentence: one of them is in every block.
_SURE_NAMES = "från skickat from sent fra sendt lähettäjä lähetetty von gesendet"
_SURE_HEADER = re.compile(rf"[*_]*(?:{'|'.join(_SURE_NAMES.split())})[*_]*\s*:", re.IGNORECASE)
_OF_ANOTHER = (
    "ursprungligt original vidarebefordrat forwarded opprinnelig oprindelig alkuperäinen weitergeleitete ursprüngliche"
)
_MESSAGE = "meddelande message melding meddelelse viesti nachricht brev"
_FORWARDED = re.compile(r"(?:vidarebefordrat brev|vidarebefordrat meddelande|begin forwarded message)\s*:", re.IGNORECASE)
_ORIGINAL = re.compile(
    rf"""
    [-_*\s]{{2,}}                                                    # a rule before
    (?:{"|".join(_OF_ANOTHER.split())})\w*                          # Ursprungligt
    [\s-]?(?:{"|".join(_MESSAGE.split())})?\w*                      # meddelande
    [-_*\s]{{2,}}                                                    # and a rule after
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN_RULES = re.compile(r"-{2,}\s.*(?:skrev|wrote|schrieb)\s*-{2,}", re.IGNORECASE)  # Zoho Mail
_RULE = re.compile(r"[_-]{8,}")
_WROTE = r"\b(?:skrev|wrote|skriver|schrieb|kirjoitti|ha scritto|a écrit)\b"
_ADDRESS = r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+"
_DATE_WITH_TIME = r"\d{1,4}.{0,40}\b\d{1,2}[:.]\d{2}\b"
_ATTRIBUTION_END = re.compile(rf"(?:{_WROTE}|{_ADDRESS}\s*>?)[^:]{{0,80}}:\s*$|{_WROTE}.{{0,120}}:\s*$", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    rf"(?=.*(?:{_ADDRESS}|{_DATE_WITH_TIME}))(?=.*(?:{_WROTE}|{_DATE_WITH_TIME})).{{8,400}}:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Blocks:
    """``above`` are the author's lines before the mail that is answered, ``after`` those below its last quoted line, and
    ``answered`` everything from where it begins: quoted lines, and what was written between them.
    """

    above: tuple[Line, ...]
    answered: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()

    @property
    def author(self) -> tuple[Line, ...]:
        """The lines that nobody else has written."""
        return (*self.above, *self.after)


def cut(lines: Sequence[Line]) -> Blocks:
    """The blocks of an answer. A line is in ``above`` or ``answered``, or between them, where it says who wrote."""
    for index in range(len(lines)):
        if length := _header_block(lines, index):
            return Blocks(tuple(lines[:index]), _one_mail(lines[index + length :]))
        if length := _attribution(lines, index):
            rest = lines[index + length :]
            return Blocks(tuple(lines[:index]), _one_mail(rest), _below(rest))
        if _is_quoted(lines[index][1]):
            return Blocks(tuple(lines[:index]), _one_mail(lines[index:]), _below(lines[index:]))
    return Blocks(tuple(lines))


def is_header(text: str) -> bool:
    """Whether a line looks like one of another mail's header."""
    return bool(_SURE_HEADER.match(text))


def is_attribution(text: str) -> bool:
    """Whether a line says that somebody else wrote what follows."""
    bare = text.strip()
    return len(bare) <= _LONGEST_ATTRIBUTION and bool(_ATTRIBUTION.fullmatch(bare) and _ATTRIBUTION_END.search(bare))


def _is_quoted(text: str) -> bool:
    return text.lstrip().startswith(">")


def _bare(text: str) -> str:
    signs = QUOTE_SIGNS.match(text)
    return text[signs.end() :].strip() if signs else text.strip()


def _header_block(lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on are the head of the mail that is answered; 0 for none."""
    start = index
    if _says_original(lines[index][1]) or _RULE.fullmatch(_bare(lines[index][1])):
        start = index + 1
        while start < len(lines) and not _bare(lines[start][1]):
            start += 1
    end = start
    while end < len(lines) and _HEADER.fullmatch(_bare(lines[end][1])):
        end += 1
    block = [_bare(text) for _number, text in lines[start:end]]
    if (len(block) >= 2 and any(map(is_header, block))) or (block and is_header(block[0]) and "@" in block[0]):
        return end - index
    return start - index if start > index and _says_original(lines[index][1]) else 0


def _says_original(text: str) -> bool:
    """``-----Ursprungligt meddelande-----``, ``Vidarebefordrat brev:``."""
    bare = _bare(text)
    between_rules = len(bare) <= _LONGEST_ATTRIBUTION and _BETWEEN_RULES.fullmatch(bare)
    return bool(_ORIGINAL.fullmatch(bare) or _FORWARDED.fullmatch(bare) or between_rules)


def _attribution(lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on are an attribution; 0 for none."""
    if not _bare(lines[index][1]):
        return 0
    joined = ""
    for length in range(1, _MOST_ATTRIBUTION_LINES + 1):
        if index + length > len(lines) or not (bare := _bare(lines[index + length - 1][1])):
            return 0
        joined = f"{joined} {bare}".strip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if is_attribution(joined):
            return length
    return 0


def _one_mail(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Up to where the mail that is answered quotes another in its turn."""
    for index in range(len(lines)):
        if _header_block(lines, index):
            return tuple(lines[:index])
    return tuple(lines)


def _below(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines after the last quoted one, where it is quoted by signs: an answer written below."""
    quoted = [index for index, (_number, text) in enumerate(lines) if _is_quoted(text)]
    if not quoted:
        return ()
    below = list(lines[quoted[-1] + 1 :])
    if below and below[0][1].strip():
        below = below[1:]  # a quoted line that the mail program broke has lost its sign
    return tuple(below)

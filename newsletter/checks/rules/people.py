"""People in the letter: how to reach them, and what must never be told of them."""

import re
from collections.abc import Iterator

from newsletter.checks.passages import people, prose
from newsletter.checks.rule import Remark, rule
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Acceptance, Location, Severity
from newsletter.model.issue import Issue

SUBJECT = N_("People")

_PERSONAL_NUMBER = re.compile(
    r"""
    (?<![\d-])(?P<century>19|20)?                                 # often left out
    (?P<year>\d{2})-?(?P<month>0[1-9]|1[0-2])-?                # 1981-12-28, 811228
    (?P<day>0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])           # the day of birth; 60 more in a coordination number
    (?:
        [ \xa0]?[-+\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}][ \xa0]?   # 811228-9874; + over a hundred years
        | (?(century)[ \xa0]?|(?!))                            # 198112289874, 19811228 9874
    )
    (?P<last>\d{4})(?![\d-])
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.:+-])(?:\+46|0)[\d ()–-]{6,18}\d(?![\w/-])")


@rule(Severity.WARNING, N_("The section is there so that readers can reach you."))
def contact_without_way(issue: Issue) -> Iterator[Remark]:
    for location, person in people(issue):
        if not person.email and not person.phone:
            yield Remark(
                location,
                _("{name} has neither an e-mail address nor a telephone number.").format(name=person.name or person.role),
                _("Add one, or leave the person out of the contacts."),
            )


@rule(Severity.WARNING, N_("A digit too few or too many leads to nobody, or to a stranger."))
def odd_phone(issue: Issue) -> Iterator[Remark]:
    """Too few or too many digits for a Swedish number; numbers abroad are left alone."""
    for location, person in people(issue):
        if person.phone and (why := _odd(person.phone)):
            yield _phone((*location, "phone"), person.phone, why, None)
    for passage, text in prose(issue):
        if passage.location[-1] not in ("ref", "value"):
            for match in _PHONE.finditer(text):
                if why := _odd(match[0]):
                    yield _phone(passage.location, match[0], why, passage.before(match[0]))


def _phone(location: Location, phone: str, why: str, before: str | None) -> Remark:
    message = _("The telephone number {phone} {why}.").format(phone=phone, why=why)
    return Remark(location, message, _("Compare it with the real one, digit by digit."), before=before)


def _odd(phone: str) -> str | None:
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.lstrip().startswith("+"):
        if not digits.startswith("46"):
            return None
        digits = f"0{digits[2:]}"
    elif digits.startswith("0046"):
        digits = f"0{digits[4:]}"
    elif digits.startswith("00"):
        return None
    if not digits.startswith("0"):
        return None if digits.startswith("11") else _("has no area code")
    if digits.startswith("07") and not digits.startswith("077"):
        return None if len(digits) == 10 else _("has {n} digits, and a mobile number has ten").format(n=len(digits))
    return None if 8 <= len(digits) <= 10 else _("has {n} digits, and a Swedish number has eight to ten").format(n=len(digits))


@rule(
    Severity.ERROR,
    N_(
        "A personal identity number may be processed only where it is clearly justified "
        "(dataskyddslagen 3 kap. 10 §), and never in a letter to many."
    ),
    Acceptance.AGAINST_THE_LAW,
)
def personal_number(issue: Issue) -> Iterator[Remark]:
    """Never in a letter, whatever the reason (dataskyddslagen 3 kap. 10 §): this finding cannot be accepted."""
    for passage, text in prose(issue):
        for match in _PERSONAL_NUMBER.finditer(text):
            if _is_valid("".join(match.group("year", "month", "day", "last"))):
                yield Remark(
                    passage.location,
                    _("The text holds what looks like a personal identity number."),
                    _("Take it away: it must not be sent to others."),
                    before=passage.before(match[0]),
                )


def _is_valid(digits: str) -> bool:
    """The check digit (Luhn)."""
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


@rule(Severity.ERROR, N_("Most providers cannot deliver to it."))
def umlaut_in_address(issue: Issue) -> Iterator[Remark]:
    """”åsa@…” in a text: a link from it leads to nobody, as it does in the keys, where it is refused."""
    for passage, text in prose(issue):
        for match in _ADDRESS.finditer(text):
            if not match[0].rpartition("@")[0].isascii():
                yield Remark(
                    passage.location,
                    _("“{value}” has å, ä, ö or another such letter before @ and cannot receive letters from here.").format(
                        value=match[0]
                    ),
                    _("Ask for an address without them."),
                    before=passage.text[: max(passage.text.find(match[0]), 0)],
                )

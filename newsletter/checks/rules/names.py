"""Names as they are spelled in the list of associations, the settings and the issue itself."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from newsletter.checks.passages import Passage, people, prose
from newsletter.checks.rule import Remark, rule
from newsletter.checks.subjects import Surroundings
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue
from newsletter.model.settings import plan_for

SUBJECT = N_("Names of people, places and boards")

_CAPITALISED = r"[A-ZÅÄÖÉÜ][\w-]*[\w]"
_PAIR = re.compile(rf"(?=\b(?P<first>{_CAPITALISED}) (?P<last>{_CAPITALISED}))(?<![\w-])")
_PLACE = re.compile(r"(?<![\w@./-])[^\W\d_][\w-]{3,}(?![\w@/-]|\.\w)")
_BOARD = re.compile(r"(?<![\w-])[\w-]*(?:nämn{0,2}d|styrel|fullmä)\w*(?![\w-])", re.IGNORECASE)
_SHORTEST_NAME, _SHORTEST_PLACE, _SHORTEST_BOARD = 4, 5, 10
_ALIKE, _VERY_ALIKE, _LONG_BOARD = 0.65, 0.9, 14
Pair = tuple[str, str]


@rule(Severity.WARNING, N_("People notice when their name is wrong, and remember."))
def misspelt_name(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """”Tuva Hyttstén” where the contact is Tuva Hyttsten: one half of the name right, the other one slip away."""
    written = [(passage, match, _pair(match)) for passage, text in prose(issue) for match in _PAIR.finditer(text)]
    counted = Counter(pair for _passage, _match, pair in written)
    known = set(_pairs_on_file(issue, around))
    for passage, match, pair in written:
        right = None if pair in known else _right_pair(pair, known, counted)
        if right:
            yield _misspelling(passage, f"{match['first']} {match['last']}", " ".join(right))


def _pair(match: re.Match[str]) -> Pair:
    return match["first"], match["last"]


def _pairs_on_file(issue: Issue, around: Surroundings) -> Iterator[Pair]:
    names = [person.name for _location, person in people(issue)]
    names += [contact.name for one in (around.recipients.recipients if around.recipients else ()) for contact in one.contacts]
    plan = plan_for(around.settings, issue.year)
    names += [one.name for one in (around.settings.editor, plan.editor) if one]
    names += [approver.name for approver in plan.approvers]
    names += [member.name for member in plan.members]
    names += [one.name for one in (around.recipients.recipients if around.recipients else ())]
    for name in filter(None, names):
        yield from pairwise(name.split())


def _right_pair(pair: Pair, known: set[Pair], counted: Counter[Pair]) -> Pair | None:
    if (pair[0], without_genitive(pair[1])) in known | set(counted) - {pair}:
        return None
    sure = next((other for other in sorted(known) if _is_slip_of(pair, other)), None)
    return sure or next((other for other in counted if counted[other] > counted[pair] and _is_slip_of(pair, other)), None)


def _is_slip_of(pair: Pair, right: Pair) -> bool:
    (first, last), (first_right, last_right) = pair, right
    if first == first_right:
        return len(last_right) >= _SHORTEST_NAME and any(one_slip(form, last_right) for form in {last, without_genitive(last)})
    return last == last_right and len(first_right) >= _SHORTEST_NAME and one_slip(first, first_right)


@rule(Severity.WARNING, N_("The members of that association notice first."))
def misspelt_place(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """A municipality of the associations, one letter wrong or without its capital."""
    if not around.recipients:
        return
    places = {name for one in around.recipients.recipients for name in one.municipality if len(name) >= _SHORTEST_PLACE}
    folded = {name.casefold(): name for name in places}
    for passage, text in prose(issue):
        for match in _PLACE.finditer(text):
            if right := _place(match[0], folded):
                yield _misspelling(passage, match[0], right)


def _place(word: str, places: dict[str, str]) -> str | None:
    plain = word.casefold()
    if plain in places or without_genitive(plain) in places:
        right = places.get(plain) or places[without_genitive(plain)]
        return right if word[0].islower() else None
    if not word[0].isupper():
        return None
    return next(
        (name for other, name in places.items() if one_slip(plain, other) or one_slip(without_genitive(plain), other)), None
    )


@rule(Severity.WARNING, N_("A board has one name, and a reader who looks for it must find it."))
def misspelt_board(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """”Hälso och sjukvårdsnämnden”, ”kollektivtrafiknämden”, ”trafiknämnden”: nearly a board of the plan."""
    boards = {name.split()[-1].casefold(): name for name in plan_for(around.settings, issue.year).boards.values()}
    for passage, text in prose(issue):
        for match in _BOARD.finditer(text):
            written, right = _board(text, match, boards)
            if right:
                yield _misspelling(passage, written, right[0].lower() + right[1:])


def _board(text: str, match: re.Match[str], boards: dict[str, str]) -> tuple[str, str | None]:
    """The words in the text that are a board's name, and the name that they should be, if they are not."""
    word = match[0].casefold()
    plain = word if word in boards else without_genitive(word)
    if plain in boards:
        expected = boards[plain].split()[:-1]
        before = text[: match.start()].split()[-len(expected) :] if expected else []
        return " ".join((*before, match[0])), boards[plain] if _nearly(before, expected) else None
    near = next((board for last, board in boards.items() if len(last) >= _SHORTEST_BOARD and _resembles(plain, last)), None)
    mended = re.sub("nämd|nämnnd", "nämnd", word)
    return match[0], near or _board_in_short(plain, text[match.end() :], boards) or (mended if mended != word else None)


def _resembles(word: str, last: str) -> bool:
    """One slip away, or two in a long word; several boards of a sort are none of ours."""
    if one_slip(word, last):
        return True
    if len(last) < _LONG_BOARD or abs(len(word) - len(last)) > 2 or word.endswith(("er", "erna")):
        return False
    return SequenceMatcher(None, word, last).ratio() >= _VERY_ALIKE


def _nearly(written: list[str], expected: list[str]) -> bool:
    one, other = " ".join(written).casefold().lstrip("(”*"), " ".join(expected).casefold()
    return one != other and bool(one) and SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _board_in_short(word: str, after: str, boards: dict[str, str]) -> str | None:
    """A board whose name has the word's first half in it; one ”i Arvika” is the municipality's own."""
    stem = re.sub(r"nämn?d(?:en|er|erna)?$", "", word)
    if stem == word or len(stem) < _SHORTEST_PLACE or re.match(r"\s+i\s+[A-ZÅÄÖ]|\s+i\s+kommun", after):
        return None
    return next(
        (board for board in boards.values() if board.casefold().startswith(stem) or stem in board.casefold().split()[-1]), None
    )


def _misspelling(passage: Passage, written: str, right: str) -> Remark:
    return Remark(
        passage.location,
        _("“{written}” looks like a misspelling of “{right}”.").format(written=written, right=right),
        _("Correct it, or accept it with a reason if somebody or something else is meant."),
        before=passage.before(written),
    )


def one_slip(one: str, other: str) -> bool:
    """A letter too many, too few, wrong, or two that have changed places; equal words are not."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, back = one[start:], other[start:]
    return (
        rest[1:] == back[1:]
        or rest[1:] == back
        or rest == back[1:]
        or (rest[:2] == back[1::-1] and len(rest) > 1 and rest[2:] == back[2:])
    )


def without_genitive(word: str) -> str:
    """Without the s of a genitive, if it ends with one: Karlstads, RF:s."""
    return word[:-2] if word.endswith(":s") else word.removesuffix("s")

"""What the year's issues have been about: focus issues, boards, municipalities and members, against what the plan names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsletter.accounting.pieces import Piece, pieces_of
from newsletter.accounting.year import IssueStatus
from newsletter.letter.swedish import word_count
from newsletter.model.choices import VisitType
from newsletter.model.contribution import Contribution
from newsletter.model.issue import Issue, Quarter
from newsletter.model.plan_year import PlanYear
from newsletter.model.recipients import Recipients, municipalities
from newsletter.model.sections import Visit
from newsletter.model.settings import Settings, plan_for
from newsletter.model.swedish import swedish_order

LONG_SINCE = 2
"""A focus issue that the last two reports left out is named as a gap."""


@dataclass(frozen=True, slots=True)
class CoveredIssue:
    """An issue of the year that can be read. One that has not been sent shows what it is going to cover; it covers nothing."""

    id: str
    quarter: Quarter
    sent: bool
    words: int


@dataclass(frozen=True, slots=True)
class Amount:
    items: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """One focus issue, board, municipality or member. ``by_issue`` holds the issues where it occurs, unsent ones too;
    ``pieces`` are those sent, in the order of the year; ``last`` is the quarter of the last of them. ``planned`` is False for
    what the issues name and the plan does not.
    """

    id: str
    label: str
    planned: bool
    by_issue: Mapping[str, Amount]
    total: Amount
    pieces: tuple[Piece, ...]
    last: Quarter | None

    @property
    def visits(self) -> tuple[Piece, ...]:
        """The group's own visits to an association among the pieces."""
        return tuple(one for one in self.pieces if isinstance(one.what, Visit) and one.what.type is VisitType.ASSOCIATION_VISIT)


@dataclass(frozen=True, slots=True)
class Coverage:
    """In the order of the plan, municipalities by name; what the plan does not name comes last.

    ``unreadable`` are issues whose files are gone or broken: what they covered is not known. ``contributions`` counts the
    contributions that each member has signed, by issue.
    """

    year: int
    issues: tuple[CoveredIssue, ...]
    topics: tuple[Covered, ...]
    boards: tuple[Covered, ...]
    municipalities: tuple[Covered, ...]
    members: tuple[Covered, ...]
    unreadable: tuple[str, ...]
    contributions: Mapping[str, Mapping[str, int]]

    @property
    def sent_issues(self) -> tuple[CoveredIssue, ...]:
        return tuple(issue for issue in self.issues if issue.sent)

    @property
    def gaps(self) -> tuple[Covered, ...]:
        """Focus issues of the plan that nothing has been sent about, or nothing in the last two reports. None of a year
        in which nothing has been sent.
        """
        quarters = sorted({issue.quarter for issue in self.sent_issues})
        if not quarters:
            return ()
        since = quarters[-min(LONG_SINCE, len(quarters))]
        return tuple(one for one in self.topics if one.planned and (one.last is None or one.last < since))

    @property
    def silent_boards(self) -> tuple[Covered, ...]:
        """Boards of the plan without a decision told of."""
        return tuple(one for one in self.boards if one.planned and not one.total.items)

    @property
    def silent_municipalities(self) -> tuple[Covered, ...]:
        return tuple(one for one in self.municipalities if not one.total.items)


def coverage(
    settings: Settings,
    recipients: Recipients | None,
    status: Iterable[IssueStatus],
    files: Mapping[str, Issue],
    year: int,
    *,
    contributed: Mapping[str, Sequence[Contribution]],
) -> Coverage:
    """Of the issues in ``status`` that count towards the target; ``files`` are those that can be read, ``contributed`` the
    contributions to them, by their ids.
    """
    counts = [one for one in status if one.counts]
    issues = tuple(
        CoveredIssue(one.id, one.quarter, one.first_sent is not None, word_count(files[one.id]))
        for one in counts
        if one.id in files
    )
    found = [piece for issue in issues for piece in pieces_of(issue.id, files[issue.id])]
    plan = plan_for(settings, year)
    signed = {one.id: _contributions_by_member(contributed.get(one.id, ()), plan) for one in counts}
    return Coverage(
        year=year,
        issues=issues,
        topics=_table(issues, _group((one.topic, one) for one in found), {one.id: one.label for one in plan.topics}),
        boards=_table(issues, _group((one.board, one) for one in found), plan.boards),
        municipalities=_municipalities(issues, found, recipients),
        members=_members(issues, found, signed, [one.name for one in plan.members]),
        unreadable=tuple(one.id for one in counts if one.id not in files and one.first_sent),
        contributions=_contributions({issue: [name for name, _one in those] for issue, those in signed.items()}),
    )


def _contributions_by_member(contributed: Iterable[Contribution], plan: PlanYear) -> Sequence[tuple[str, Contribution]]:
    """Those that a member has signed and that say something, each with the name as the plan spells it."""
    spelt = {one.name.casefold(): one.name for one in plan.members}
    signed = ((spelt.get(one.by.casefold()), one) for one in contributed if one.by and not one.is_empty)
    return [(name, one) for name, one in signed if name]


def _contributions(signed: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, int]]:
    names = sorted({name for those in signed.values() for name in those}, key=swedish_order)
    return {name: {issue: those.count(name) for issue, those in signed.items() if name in those} for name in names}


def _group(pairs: Iterable[tuple[str | None, Piece]]) -> dict[str, list[Piece]]:
    groups: dict[str, list[Piece]] = {}
    for key, piece in pairs:
        if key:
            groups.setdefault(key, []).append(piece)
    return groups


def _table(
    issues: tuple[CoveredIssue, ...], groups: Mapping[str, list[Piece]], planned: Mapping[str, str]
) -> tuple[Covered, ...]:
    others = sorted(groups.keys() - planned.keys(), key=swedish_order)
    named = {**planned, **{key: key for key in others}}
    return tuple(_cover(issues, key, label, groups.get(key, []), planned=key in planned) for key, label in named.items())


def _municipalities(issues: tuple[CoveredIssue, ...], found: list[Piece], recipients: Recipients | None) -> tuple[Covered, ...]:
    names = municipalities(recipients)
    return _table(issues, {name: [one for one in found if one.mentions(name)] for name in names}, {one: one for one in names})


def _members(
    issues: tuple[CoveredIssue, ...],
    found: list[Piece],
    signed: Mapping[str, Sequence[tuple[str, Contribution]]],
    planned: Iterable[str],
) -> tuple[Covered, ...]:
    """By the names that the letter shows, and by who sent in what it shows without a name: a decision, a date. Whom the plan
    does not name is no member: the group itself, a secretary, an inhabitant.
    """
    members = {name: name for name in planned}
    pairs = ((name, piece) for piece in found for name in _names(piece, signed.get(piece.issue, ())) if name in members)
    return _table(issues, _group(pairs), members)


def _names(piece: Piece, signed: Sequence[tuple[str, Contribution]]) -> Iterable[str]:
    senders = (name for name, one in signed if any(item == piece.what for _kind, _number, item in one.items()))
    return dict.fromkeys((*piece.names, *senders))


def _cover(issues: tuple[CoveredIssue, ...], key: str, label: str, found: Sequence[Piece], *, planned: bool) -> Covered:
    of_issue = {issue.id: [piece for piece in found if piece.issue == issue.id] for issue in issues}
    sent = tuple(piece for issue in issues if issue.sent for piece in of_issue[issue.id])
    return Covered(
        id=key,
        label=label,
        planned=planned,
        by_issue={issue: _amount(those) for issue, those in of_issue.items() if those},
        total=_amount(sent),
        pieces=sent,
        last=max((issue.quarter for issue in issues if issue.sent and of_issue[issue.id]), default=None),
    )


def _amount(found: Iterable[Piece]) -> Amount:
    words = [piece.words for piece in found]
    return Amount(len(words), sum(words))

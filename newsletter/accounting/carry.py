"""What a new issue takes over: what is open, what is to come, and what of the plan has not been written about."""

from collections.abc import Iterable, Sequence
from datetime import date

from newsletter.accounting.pieces import pieces_of
from newsletter.accounting.promises import undertakings
from newsletter.accounting.undertaking import Mention, Undertaking
from newsletter.model.choices import CalendarStatus, FollowUpStatus
from newsletter.model.issue import quarter_of
from newsletter.model.plan_year import PlanYear
from newsletter.model.sections import Calendar, CalendarItem, Decision, FollowUp, Proposal
from newsletter.model.values import YearOrDate
from newsletter.source import ISSUES, Carried, FromEarlier, IssueFile


def carry_over(issues: Iterable[IssueFile], issue: str, plan: PlanYear, municipalities: Sequence[str], today: date) -> Carried:
    """From the issues before ``issue``, by name; municipalities and focus issues are those of its year."""
    before = [file for file in issues if _stands_before(file.id, issue)]
    found = [one for one in undertakings(before) if one.is_open or one.is_passed]
    this_year = [file for file in before if file.issue.year == int(issue[:4])]
    told = [piece for file in this_year for piece in pieces_of(file.id, file.issue)]
    topics = {piece.topic for piece in told}
    return Carried(
        followups=tuple(_follow_up(one) for one in found if not _is_waiting(one)),
        proposals=tuple(
            FromEarlier(item, _source(one.last))
            for one in found
            if _is_waiting(one) and isinstance(item := _with_topic(one), Proposal)
        ),
        dates=tuple(_coming(before, today)),
        topics=tuple(topic.label for topic in plan.topics if topic.id not in topics) if this_year else (),
        municipalities=tuple(name for name in municipalities if not any(piece.mentions(name) for piece in told))
        if this_year
        else (),
    )


def _stands_before(one: str, other: str) -> bool:
    return one != other and (quarter_of(one), one) < (quarter_of(other), other)


def _is_waiting(one: Undertaking) -> bool:
    """A proposal that nothing has been decided about."""
    return one.is_open and isinstance(one.last.item, Proposal)


def _with_topic(whole: Undertaking) -> Proposal | FollowUp | Decision | None:
    """What its last mention says, with the focus issue that any of them named."""
    item = whole.last.item
    return item.model_copy(update={"topic": whole.topic}) if item else None


def _follow_up(whole: Undertaking) -> FromEarlier:
    """A decision or a proposal that was passed becomes something to follow up."""
    last, item = whole.last, _with_topic(whole)
    said = f"{_source(last)}: {last.next}" if last.next else _source(last)
    if isinstance(item, FollowUp):
        return FromEarlier(item, " ".join(said.split()))
    decided = YearOrDate(whole.day.year, whole.day) if whole.day else None
    ongoing = FollowUp(title=last.title, status=FollowUpStatus.ONGOING, decided=decided, topic=whole.topic)
    return FromEarlier(ongoing, f"{said}: {whole.status_words}")


def _source(one: Mention) -> str:
    return _where(one.issue, one.file, one.line)


def _where(issue: str, file: str, line: int) -> str:
    """``2026-q3, rad 138``, or in a contribution ``2026-q3/siv.yaml, rad 8``."""
    own = f"{ISSUES}/{issue}.yaml"
    return f"{issue if file == own else file.removeprefix(f'{ISSUES}/')}, rad {line}"


def _coming(before: Sequence[IssueFile], today: date) -> Iterable[FromEarlier]:
    """Each occasion as it was last announced, in the order of the days; what has been called off is not among them."""
    latest: dict[tuple[str, date], tuple[CalendarItem, str]] = {}
    for file in before:
        for index, section in enumerate(file.issue.sections):
            for number, item in enumerate(section.items if isinstance(section, Calendar) else ()):
                spot = file.spot(("sections", index, "items", number))
                latest[item.title.casefold(), item.date] = item, _where(file.id, spot.file, spot.place.line)
    for item, source in sorted(latest.values(), key=lambda one: one[0].date):
        if (item.until or item.date) >= today and item.status is not CalendarStatus.CANCELLED:
            yield FromEarlier(item, source)

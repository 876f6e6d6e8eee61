"""The account of a year in words: the sentence first, then figures, then one row for each association."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from newsletter.accounting import AssociationStatus, Coverage, IssueStatus, Next, Reach, Step, YearStatus
from newsletter.cli.output import say, table
from newsletter.cli.show.coverage import forecast_sentence, show_coverage, show_deviations, show_not_reached
from newsletter.cli.show.words import day_words, days_words, listing, short_names
from newsletter.locale import _, ngettext
from newsletter.model.choices import IssueType
from newsletter.model.deliveries import Status

COLUMNS = 4
"""Issues side by side in 80 columns; a fifth begins a table of its own."""


def show_year(found: YearStatus, timezone: str, covered: Coverage) -> None:
    """The whole of ``newsletter status --all``."""
    say(headline(found))
    for sentence in (*target_sentences(found), *next_sentences(found), forecast_sentence(found.forecast)):
        if sentence:
            say(sentence)
    for sentence in (*losses(found), *doubts(found)):
        say(_("Note: {text}").format(text=sentence))
    if found.issues:
        say()
        _issues(found.issues, timezone)
    associations = [one for one in found.associations if one.counts]
    if associations and found.issues:
        say()
        _matrix(associations, found.issues)
    if found.not_reached:
        say()
        show_not_reached(found)
    show_deviations(found)
    show_coverage(covered)


def headline(found: YearStatus) -> str:
    """Both figures, always (domain.md 7.1)."""
    text = _("{year}: {done} of {target} reports sent, {complete} of them to everybody.")
    if found.done == 0:
        text = _("{year}: {done} of {target} reports sent.")
    if (more := found.done - found.target) > 0:  # more than the plan asks for is no fraction of it
        text = _("{year}: {done} reports sent, {more} more than the plan's {target}, {complete} of them to everybody.")
    return text.format(year=found.year, done=found.done, target=found.target, complete=found.complete, more=more)


def target_sentences(found: YearStatus) -> list[str]:
    """Which target applied when, where the plan has been changed during the year."""
    if len(found.targets) < 2:
        return []
    text = _("The target was {target} from the beginning of the year.")
    later = _("From {day} it is {target}: {reason}")
    first, *changes = found.targets
    return [
        text.format(target=first.target),
        *(later.format(day=day_words(one.first_day), target=one.target, reason=one.reason) for one in changes),
    ]


def next_sentences(found: YearStatus) -> list[str]:
    """The next thing due and the one command to run, a line each."""
    if found.next is None:
        return [_nothing_next(found)]
    run = _("Run “{command}”.")
    match found.next.step:
        case Step.UNRESOLVED:
            why = _("It is unclear whether some letters of {issue} have arrived.")
        case Step.UNFINISHED:
            why = _("Some letters of {issue} remain to be sent.")
        case Step.NOT_WRITTEN:
            why = _due(found.next)
        case Step.NOT_READY:
            why, run = _due(found.next), _("It is not ready to be sent: run “{command}”.")
        case Step.READY:
            why, run = _due(found.next), _("It is written: run “{command}”.")
        case Step.COLLECT:
            why, run = _due(found.next), _("Contributions are still missing: run “{command}”.")
        case Step.NOT_APPROVED:
            why, run = _due(found.next), _("It is written but not approved: run “{command}”.")
        case Step.FAILED:
            why, run = _("Letters of {issue} have come back."), _("Run “{command}” to see from whom and why.")
    return [why.format(issue=found.next.issue), run.format(command=found.next.command)]


def losses(found: YearStatus) -> list[str]:
    """Whom no letter can reach any longer, and that it is time to ask what came back."""
    sentences = []
    if found.nobody_left:
        text = _("Ring the association: there is no address left to write to for {names}.")
        sentences.append(text.format(names=listing(one.name for one in found.nobody_left)))
    if found.unheard:
        text = ngettext(
            "{issue} was sent {days} day ago, and nothing is known of what came back: run “{command}”.",
            "{issue} was sent {days} days ago, and nothing is known of what came back: run “{command}”.",
            found.unheard.days,
        )
        command = "newsletter events --fetch"
        sentences.append(text.format(issue=found.unheard.issue, days=found.unheard.days, command=command))
    return sentences


def _due(next_: Next) -> str:
    if next_.days < 0:
        text = _("{issue} should have been sent by {due}, {days}.")
    else:
        text = _("The next report is {issue}, to be sent by {due}, {days}.")
    return text.format(issue=next_.issue, due=day_words(next_.due), days=days_words(next_.days))


def _nothing_next(found: YearStatus) -> str:
    if found.done >= found.target:
        return _("The target is reached: {target} reports in {year}.").format(target=found.target, year=found.year)
    return _("No further report is planned for {year}, and the target of {target} has not been reached.").format(
        year=found.year, target=found.target
    )


def doubts(found: YearStatus) -> list[str]:
    """What stands between the plan and the year."""
    sentences = []
    if found.missing:
        quarters = listing(str(quarter.number) for quarter in found.missing)
        text = ngettext(
            "No report was sent for quarter {quarters}.", "No reports were sent for quarters {quarters}.", len(found.missing)
        )
        sentences.append(text.format(quarters=quarters))
    if not found.forecast.reaches_target and found.open_reports and found.done < found.target:
        text = ngettext(
            "With {done} report sent and {left} left to come, the target of {target} is not reached.",
            "With {done} reports sent and {left} left to come, the target of {target} is not reached.",
            found.done,
        )
        sentences.append(text.format(done=found.done, left=found.open_reports, target=found.target))
    if found.done:
        active = [one for one in found.associations if one.counts and one.active]
        reached = sum(one.reports > 0 for one in active)
        if reached < len(active):
            text = _("Reports have reached {reached} of {total} active associations this year.")
            sentences.append(text.format(reached=reached, total=len(active)))
    return sentences


def _issues(issues: Sequence[IssueStatus], timezone: str) -> None:
    rows = [
        (issue.id, _day_of_sending(issue, timezone), _share_reached(issue), _letters(issue), issue.title or "–")
        for issue in issues
    ]
    table((_("Issue"), _("Sent"), _("Reached"), _("Letters"), _("Title")), rows)
    for sentence in correction_sentences(issues):
        say(sentence)


def correction_sentences(issues: Sequence[IssueStatus]) -> Iterator[str]:
    """That they are not among the reports of the year."""
    if names := [issue.id for issue in issues if issue.type is IssueType.CORRECTION]:
        text = ngettext(
            "Not counted, because it is a correction: {issues}.",
            "Not counted, because they are corrections: {issues}.",
            len(names),
        )
        yield text.format(issues=listing(names))


def reach_sentence(issue: IssueStatus) -> str:
    """``2026-q2 21 av 22``."""
    return f"{issue.id} {_share_reached(issue)}"


def _day_of_sending(issue: IssueStatus, timezone: str) -> str:
    if issue.first_sent is None:
        if issue.leaves:
            return _("leaves {day}").format(day=issue.leaves.astimezone(ZoneInfo(timezone)).date().isoformat())
        return _("not sent")
    day = issue.first_sent.astimezone(ZoneInfo(timezone)).date().isoformat()
    return _("{day}, late").format(day=day) if issue.late else day


def _share_reached(issue: IssueStatus) -> str:
    """Those who have it, by letter or by hand."""
    if not issue.first_sent:
        return "–"
    return _("{number} of {total}").format(number=issue.reached + issue.handed_over, total=issue.audience)


def _letters(issue: IssueStatus) -> str:
    """How many were accepted; where that is not all of them, of how many."""
    total, accepted = sum(issue.letters.values()), issue.letters.get(Status.ACCEPTED, 0)
    if not total:
        return "–"
    return str(total) if accepted == total else _("{number} of {total}").format(number=accepted, total=total)


def _matrix(associations: Sequence[AssociationStatus], issues: Sequence[IssueStatus]) -> None:
    names = short_names([one.name for one in associations])
    for start in range(0, len(issues), COLUMNS):
        block = issues[start : start + COLUMNS]
        rows = [
            (name, *(_reach_word(one.issues[issue.id]) for issue in block))
            for name, one in zip(names, associations, strict=True)
        ]
        if start:
            say()
        table((_("Association"), *(issue.id for issue in block)), rows)


def _reach_word(reach: Reach) -> str:
    """One or two words for the matrix."""
    return {
        "reached": _("reached"),
        "scheduled": _("waits"),
        "handed_over": _("by hand"),
        "bounced": _("bounce"),
        "rejected": _("rejected"),
        "unresolved": _("unclear"),
        "no_contact": _("no contact"),
        "dormant": _("dormant"),
        "not_sent": _("not sent"),
    }[reach]

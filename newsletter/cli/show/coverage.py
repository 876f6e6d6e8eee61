"""The year in words beside its figures: the subjects of its reports, the forecast, and the deviations from the plan."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from newsletter.cli.output import WIDTH, say, say_item, table, wrap_text
from newsletter.cli.show.words import day_words, listing
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.accounting import Coverage, Covered, Deviating, Forecast, YearStatus

COLUMNS = 4


def forecast_sentence(ahead: "Forecast") -> str:
    """``3 av 4 om inget görs före den 20 december 2026``; empty where that makes no difference to the target."""
    if ahead.before is None or ahead.otherwise >= ahead.target:
        return ""
    return _("{number} of {target} if nothing is done before {day}.").format(
        number=ahead.otherwise, target=ahead.target, day=day_words(ahead.before)
    )


def show_deviations(status: "YearStatus") -> None:
    if status.deviations:
        say()
        say(_("Deviations from the plan:"))
        for one in status.deviations:
            say_item(f"{one.issue}: {_describe(one)} {_reason(one)}")


def _describe(one: "Deviating") -> str:
    from newsletter.accounting import Deviated

    due, day = day_words(one.due), day_words(one.sent) if one.sent else ""
    match one.how:
        case Deviated.LATE:
            return _("sent {sent}, due {due}.").format(sent=day, due=due)
        case Deviated.OVERDUE:
            return _("due {due}, not sent yet.").format(due=due)
        case Deviated.MISSED:
            return _("due {due}, never sent.").format(due=due)
        case Deviated.ANNOUNCED:
            return _("due {due}.").format(due=due)


def _reason(one: "Deviating") -> str:
    if not one.recorded:
        return _("Nobody has recorded why: run “newsletter deviation {issue}” with --reason.").format(issue=one.issue)
    if one.is_cancelled:
        return _("Does not come: {reason}").format(reason=one.reason)
    if one.new_date and not one.sent:
        return _("New date {day}: {reason}").format(day=day_words(one.new_date), reason=one.reason)
    return _("Reason: {reason}").format(reason=one.reason)


def show_coverage(found: "Coverage") -> None:
    """Focus issues by report, then what has not been covered."""
    if not found.issues:
        return
    for start in range(0, len(found.issues), COLUMNS):
        block = found.issues[start : start + COLUMNS]
        rows = [(one.id, *(_amount(one, issue.id) for issue in block)) for one in found.topics]
        say()
        table((_("Items/words"), *(issue.id if issue.sent else f"({issue.id})" for issue in block)), rows)
    if any(not issue.sent for issue in found.issues):
        say(_("An issue in parentheses has not been sent."))
    for sentence in _not_covered(found):
        say(wrap_text(sentence, WIDTH, "", "  "))


def _amount(one: "Covered", issue: str) -> str:
    amount = one.by_issue.get(issue)
    return f"{amount.items}/{amount.words}" if amount else "–"


def _not_covered(found: "Coverage") -> Iterable[str]:
    if never := [one for one in found.gaps if one.last is None]:
        yield _("Focus issues not covered this year: {names}.").format(names=_names(never))
    for one in found.gaps:
        if one.last is not None:
            yield _("{name}: nothing since quarter {quarter}.").format(name=one.label, quarter=one.last.number)
    if found.sent_issues and found.silent_boards:
        yield _("Boards without a decision told of: {names}.").format(names=_names(found.silent_boards))
    if found.sent_issues and found.silent_municipalities:
        yield _("Municipalities not mentioned: {names}.").format(names=_names(found.silent_municipalities))
    if found.members:
        members = ", ".join(f"{one.label} {one.total.items}" for one in found.members)
        yield _("Contributions by member: {told}.").format(told=members)
    if found.unreadable:
        yield _("What these covered is not known, because their files cannot be read: {issues}.").format(
            issues=listing(found.unreadable)
        )


def _names(found: "Sequence[Covered]") -> str:
    return listing(one.label for one in found)

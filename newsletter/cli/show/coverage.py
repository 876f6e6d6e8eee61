"""The year in words beside its figures: the forecast, deviations from the plan, subjects, and whom reports have not reached."""

from collections.abc import Iterable, Sequence

from newsletter.accounting import Coverage, Covered, Deviated, Deviating, Forecast, NotReached, Reach, Since, YearStatus
from newsletter.cli.output import WIDTH, say, say_item, table, wrap_text
from newsletter.cli.show.words import day_words, listing
from newsletter.locale import _

COLUMNS = 4


def forecast_sentence(ahead: Forecast) -> str:
    """``Prognos: 3 av 4 om 2026-q4 inte har skickats senast den 20 december 2026.`` Empty where that makes no difference to
    the target.
    """
    if ahead.before is None or ahead.otherwise >= ahead.target:
        return ""
    return _("Forecast: {number} of {target} if {issue} has not been sent by {day}.").format(
        number=ahead.otherwise, target=ahead.target, issue=ahead.issue, day=day_words(ahead.before)
    )


def show_deviations(status: YearStatus) -> None:
    if status.deviations:
        say()
        say(_("Deviations from the plan:"))
        for one in status.deviations:
            say_item(f"{one.issue}: {_describe(one)} {_reason(one)}")


def _describe(one: Deviating) -> str:
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


def _reason(one: Deviating) -> str:
    if not one.recorded:
        return _("Nobody has recorded why: run “newsletter deviation {issue}” with --reason.").format(issue=one.issue)
    if one.is_cancelled:
        return _("Does not come: {reason}").format(reason=one.reason)
    if one.new_date and not one.sent:
        return _("New date {day}: {reason}").format(day=day_words(one.new_date), reason=one.reason)
    return _("Reason: {reason}").format(reason=one.reason)


def show_coverage(found: Coverage) -> None:
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


def _amount(one: Covered, issue: str) -> str:
    amount = one.by_issue.get(issue)
    return f"{amount.items}/{amount.words}" if amount else "–"


def _not_covered(found: Coverage) -> Iterable[str]:
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


def _names(found: Sequence[Covered]) -> str:
    return listing(one.label for one in found)


def show_not_reached(found: Sequence[NotReached]) -> None:
    """What happened, and what to do as things are now: an item for each issue and reason, with all that it holds for."""
    say(_("Not reached:"))
    groups: dict[tuple[str, str], list[str]] = {}
    for one in found:
        groups.setdefault((one.issue, f"{_what_happened(one)} {_advice(one)}".rstrip()), []).append(one.name)
    for (issue, text), names in groups.items():
        say_item(f"{issue}: {text.format(names=listing(names), issue=issue)}")


def _what_happened(one: NotReached) -> str:
    match one.why:
        case Reach.BOUNCED:
            return _("the letter bounced for {names}.")
        case Reach.REJECTED:
            return _("the address was refused for {names}.")
        case Reach.UNRESOLVED:
            return _("it is unclear whether the letter reached {names}.")
        case Reach.NO_CONTACT:
            return _("{names} had no active contact.")
        case Reach.NOT_SENT:
            return _("nothing has been sent to {names}.")
        case Reach.REACHED | Reach.SCHEDULED | Reach.HANDED_OVER | Reach.DORMANT:
            raise AssertionError(f"{one.why} is not a reason")


def _advice_on_the_new(one: NotReached) -> str:
    if one.why is Reach.NO_CONTACT and one.too_late:
        return _("There is a contact now: run “newsletter send {issue} --late”.")
    if one.why is Reach.NO_CONTACT:
        return _("There is a contact now: run “newsletter send {issue}”.")
    if one.too_late:
        return _("There is another address now: run “newsletter send {issue} --late”.")
    return _("There is another address now: run “newsletter send {issue}”.")


def _advice(one: NotReached) -> str:
    match one.since:
        case Since.NOTHING:
            return _advice_on_the_same(one)
        case Since.NEW_ADDRESS:
            return _advice_on_the_new(one)
        case Since.NO_CONTACT:
            return _("There is no active contact any longer. Write one in recipients.yaml.")
        case Since.GONE:
            return _("No letters are meant for it any longer.")


def _advice_on_the_same(one: NotReached) -> str:
    """What helps while recipients.yaml says what it said."""
    match one.why:
        case Reach.BOUNCED | Reach.REJECTED:
            return _("Correct the address in recipients.yaml and run “newsletter send {issue}”.")
        case Reach.UNRESOLVED:
            return _("Run “newsletter resolve {issue}”.")
        case Reach.NO_CONTACT:
            return _("Write one in recipients.yaml, or hand the report over and record it with “newsletter handover {issue}”.")
        case Reach.NOT_SENT:
            return _("Run “newsletter send {issue}”.")
        case Reach.REACHED | Reach.SCHEDULED | Reach.HANDED_OVER | Reach.DORMANT:
            return ""

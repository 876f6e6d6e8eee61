"""The year in words beside its figures: the forecast, deviations from the plan, subjects, and whom reports have not reached."""

from collections.abc import Iterable, Sequence

from newsletter.accounting import Coverage, Covered, Deviated, Deviating, Forecast, NotReached, Reach, Since, YearStatus
from newsletter.cli.output import WIDTH, say, say_item, table, wrap_text
from newsletter.cli.show.words import day_words, listing, short_names
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Cause

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
        for sentence in deviation_sentences(status.deviations):
            say_item(sentence)


def deviation_sentences(deviations: Sequence[Deviating]) -> Iterable[str]:
    """One for each, and one more that says for which of them no reason has been recorded."""
    for one in deviations:
        yield f"{one.issue}: {_describe(one)} {_reason(one)}".rstrip()
    if unexplained := [one.issue for one in deviations if not one.recorded]:
        text = ngettext(
            "No reason is recorded for {issues}: run “newsletter deviation {first}” with --reason.",
            "No reasons are recorded for {issues}: run “newsletter deviation {first}” with --reason.",
            len(unexplained),
        )
        yield text.format(issues=listing(unexplained), first=unexplained[0])


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
    """What was recorded; nothing where nothing was."""
    if not one.recorded:
        return ""
    reason = f"{one.reason.rstrip('.')}."
    if one.is_cancelled:
        return _("It does not come: {reason}").format(reason=reason)
    if one.new_date and not one.sent:
        return _("New date {day}: {reason}").format(day=day_words(one.new_date), reason=reason)
    return _("Reason: {reason}").format(reason=reason)


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
    for sentence in (*gap_sentences(found), *_contributions(found)):
        say(wrap_text(sentence, WIDTH, "", "  "))


def _amount(one: Covered, issue: str) -> str:
    amount = one.by_issue.get(issue)
    return f"{amount.items}/{amount.words}" if amount else "–"


def gap_sentences(found: Coverage) -> Iterable[str]:
    """What the reports of the year have not told of."""
    if never := [one for one in found.gaps if one.last is None]:
        yield _("Focus issues not covered this year: {names}.").format(names=_names(never))
    for one in found.gaps:
        if one.last is not None:
            yield _("{name}: nothing since quarter {quarter}.").format(name=one.label, quarter=one.last.number)
    if found.sent_issues and found.silent_boards:
        yield _("No decision of these boards has been told of: {names}.").format(names=_names(found.silent_boards))
    if found.sent_issues and found.silent_municipalities:
        yield _("Municipalities not mentioned: {names}.").format(names=_names(found.silent_municipalities))
    if found.unreadable:
        yield _("What these covered is not known, because their files cannot be read: {issues}.").format(
            issues=listing(found.unreadable)
        )


def _contributions(found: Coverage) -> Iterable[str]:
    if found.members:
        members = ", ".join(f"{one.label} {one.total.items}" for one in found.members)
        yield _("Contributions by member: {told}.").format(told=members)
    else:
        yield _("The plan names no members, so their contributions are not counted.")


def _names(found: Sequence[Covered]) -> str:
    return listing(one.label for one in found)


def show_not_reached(found: YearStatus) -> None:
    say(_("Not reached:"))
    for sentence in not_reached_sentences(found):
        say_item(sentence)


def not_reached_sentences(found: YearStatus) -> Iterable[str]:
    """What happened, and what to do as things are now: one for each issue and reason, with all that it holds for."""
    every = [one.name for one in found.associations]
    short = dict(zip(every, short_names(every), strict=True))
    groups: dict[tuple[str, str], list[str]] = {}
    for one in found.not_reached:
        name = short.get(one.name, one.name)
        groups.setdefault((one.issue, f"{_what_happened(one)} {_advice(one)}".rstrip()), []).append(name)
    for (issue, text), names in groups.items():
        yield f"{issue}: {text.format(names=listing(names), issue=issue)}"


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
            return _("There is nobody left to write to. Ring the association, and write another address in recipients.yaml.")
        case Since.GONE:
            return _("No letters are meant for it any longer.")


def _advice_on_a_failure(cause: Cause | None) -> str:
    """A full mailbox, a block and an opt-out are no wrong address."""
    match cause:
        case Cause.FULL:
            return _("The mailbox is full, and the address not wrong: ring and say so. The next letter goes there.")
        case Cause.BLOCKED:
            return _(
                "The mail server blocked the letter, and the address is not wrong: ask the association to let our letters "
                "through. The next letter goes there."
            )
        case Cause.COMPLAINED | Cause.UNSUBSCRIBED:
            return _("The letter was stopped because the recipient wants no more: there is nothing to correct.")
        case Cause.DEAD:
            return _("Correct the address in recipients.yaml and run “newsletter send {issue}”.")
        case Cause.OTHER | None:
            return _("See that the address is right. The next letter goes there.")


def _advice_on_the_same(one: NotReached) -> str:
    """What helps while recipients.yaml says what it said."""
    match one.why:
        case Reach.BOUNCED:
            return _advice_on_a_failure(one.cause)
        case Reach.REJECTED:
            return _("Correct the address in recipients.yaml and run “newsletter send {issue}”.")
        case Reach.UNRESOLVED:
            return _("Run “newsletter resolve {issue}”.")
        case Reach.NO_CONTACT:
            return _("Write one in recipients.yaml, or hand the report over and record it with “newsletter handover {issue}”.")
        case Reach.NOT_SENT:
            return _("Run “newsletter send {issue}”.")
        case Reach.REACHED | Reach.SCHEDULED | Reach.HANDED_OVER | Reach.DORMANT:
            return ""

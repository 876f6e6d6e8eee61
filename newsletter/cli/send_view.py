"""What ``newsletter send`` shows: what it is about to do, how it goes, what came of it and the next step."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsletter.cli.addresses import mask
from newsletter.cli.output import fail, note, say, warn
from newsletter.cli.words import listing
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.cli.sending import Sending
    from newsletter.delivery.engine import Progress
    from newsletter.delivery.plan import Plan
    from newsletter.model.recipients import Addressee, LeftOut

RECIPIENTS = "recipients.yaml"
_LOOKS_LIKE = {0xA0: " ", 0x202F: " ", 0x2011: "-", 0x2060: "", 0xAD: ""}
LONG_RUN = 20
"""So many letters are worth a progress bar."""


def nothing_due(sending: "Sending", plan: "Plan") -> None:
    """Message 22, unless somebody has not got it all the same."""
    if plan.done and not (plan.unresolved or plan.rejected or plan.in_progress):
        say(_("Nothing to do: {issue} has already been sent to all recipients.").format(issue=sending.key.issue))
    elif not (plan.unresolved or plan.rejected or plan.in_progress or plan.late):
        say(_("Nothing to do: no association chosen has an active contact."))
    _changed_since(sending)
    _remaining(sending, plan)
    _late(plan)


def intention(sending: "Sending", plan: "Plan") -> None:
    """Who, how many, from whom, through what; who is left out and why; what differs from last time."""
    from newsletter.delivery.envelope import sender_identity

    sender = sender_identity(sending.prepared.settings.settings)
    _going_on(plan)
    letters, to_whom = _extent(one.addressee for one in plan.due)
    note(
        _("{issue} “{title}”: {letters} {to_whom}.").format(
            issue=sending.key.issue, title=_title(sending), letters=letters, to_whom=to_whom
        )
    )
    note(
        _("From {name} <{address}> through {via}.").format(
            name=sender.name, address=sender.address.wire, via=sending.options.via
        )
    )
    _left_out(plan.left_out)
    _late(plan)
    if sending.is_live:
        _audience_changes(sending, plan)
        unresolved(sending, plan)


def _going_on(plan: "Plan") -> None:
    if plan.done:
        note(
            ngettext(
                "Going on with a sending: {done} letter has been sent already, {left} remain.",
                "Going on with a sending: {done} letters have been sent already, {left} remain.",
                len(plan.done),
            ).format(done=len(plan.done), left=len(plan.due))
        )


def question(sending: "Sending", plan: "Plan") -> str:
    """Message 23."""
    letters, to_whom = _extent(one.addressee for one in plan.due)
    return _("Send {issue} “{title}” {to_whom} ({letters})? Write the number of letters to send:").format(
        issue=sending.key.issue, title=_title(sending), letters=letters, to_whom=to_whom
    )


def difference(before: str, after: str) -> None:
    """Line by line, as a person reads it: what differs only in kinds of spaces and hyphens looks the same."""
    from difflib import unified_diff

    before, after = (text.translate(_LOOKS_LIKE) for text in (before, after))
    lines = unified_diff(before.splitlines(), after.splitlines(), _("sent"), _("now"), lineterm="", n=1)
    for line in lines:
        note(line)
    if before == after:
        note(_("The text is the same; what has changed is how the letter looks."))


def progress(plan: "Plan", steps: "Iterator[Progress]") -> None:
    """Follow the engine: a bar with the time left on long runs in a terminal, and why it waits or has ended anywhere."""
    if len(plan.due) < LONG_RUN or not sys.stderr.isatty():
        for step in _told(steps):
            del step
        return
    with click.progressbar(length=len(plan.due), label=_("Sending"), file=sys.stderr, show_pos=True) as bar:
        done = 0
        for step in _told(steps, is_beside_a_bar=True):
            bar.update(step.letters.total() - done)
            done = step.letters.total()


def summary(sending: "Sending", before: "Plan", after: "Plan", *, stopped: bool) -> None:
    """What came of it, whom it did not reach, and the next step."""
    done = set(after.done)
    sent = [one.addressee for one in before.due if one.addressee in done]
    if sent:
        say(_outcome(sending, sent))
    if stopped:
        note(_("The sending was ended with Ctrl-C."))
    if sending.options.test is not None:
        _test_letter(after)
    else:
        _remaining(sending, after)


def _outcome(sending: "Sending", sent: "Sequence[Addressee]") -> str:
    letters, to_whom = _extent(sent)
    if sending.options.test is not None:
        return _test_outcome(sending, sent[0]) + _where(sending)
    if sending.is_live:
        return ngettext(
            "Done: {n} letter handed over {to_whom}.", "Done: {n} letters handed over {to_whom}.", len(sent)
        ).format(n=len(sent), to_whom=to_whom)
    told = _("Rehearsal: nothing was sent. {letters} would have gone {to_whom}.").format(letters=letters, to_whom=to_whom)
    return told + _where(sending)


def _test_outcome(sending: "Sending", addressee: "Addressee") -> str:
    from newsletter.delivery.transports import parse_via

    if not parse_via(sending.options.via).is_live:
        return _("Rehearsal: the test letter was not sent. Its subject begins with [TEST].")
    return _("The test letter has been handed over, to {address}. Its subject begins with [TEST].").format(
        address=mask(addressee.address.wire)
    )


def _test_letter(plan: "Plan") -> None:
    """What became of a test letter that was not accepted: it is nobody's in the account, so no association is named."""
    if plan.due:
        note(_("The test letter was not sent."))
    if plan.rejected:
        warn(_("The address of the test letter was refused."))
    if plan.unresolved:
        warn(_("It is unclear whether the test letter arrived. Look in the inbox, and send another if it is not there."))


def _where(sending: "Sending") -> str:
    """Where an outbox is to be looked at."""
    from newsletter.delivery.transports import OutboxVia, parse_via

    via = parse_via(sending.options.via)
    if not isinstance(via, OutboxVia):
        return ""
    index = sending.prepared.directory / Path(via.folder).expanduser() / sending.key.issue / "index.html"
    return "\n" + _("Look at them: {path}").format(path=index)


def _remaining(sending: "Sending", plan: "Plan") -> None:
    """Whoever has not got it, by name, and what to do."""
    names = _Names(sending)
    if plan.due:
        note(
            ngettext(
                "{count} letter remains to be sent: {names}.", "{count} letters remain to be sent: {names}.", len(plan.due)
            ).format(count=len(plan.due), names=names.of(one.addressee.association_id for one in plan.due))
        )
        note(_("Give the same command again to send what remains."))
    if plan.in_progress:
        note(_("Another run is sending to: {names}.").format(names=names.of(one.association_id for one in plan.in_progress)))
    if plan.rejected:
        refused = names.of(one.association_id for one in plan.rejected)
        warn(_("The address was refused for {names}. Correct it in {file}.").format(names=refused, file=RECIPIENTS))
        if sending.is_live:
            command = f"newsletter resolve {sending.key.issue} --again"
            note(_("If it is right after all, let it be tried again with “{command}”.").format(command=command))
    unresolved(sending, plan)


def unresolved(sending: "Sending", plan: "Plan") -> None:
    """Whoever is in doubt, by name, and what to do."""
    if plan.unresolved:
        warn(_("It is unclear whether the letter arrived at {names}.").format(names=_Names(sending).of(plan.unresolved)))
        if sending.is_live:
            command = f"newsletter resolve {sending.key.issue}"
            note(_("It is not sent again by itself. Run “{command}”.").format(command=command))


def _late(plan: "Plan") -> None:
    if plan.late:
        warn(
            _("Added more than 14 days after the first sending, and left out: {names}. Send to them with --late.").format(
                names=listing(dict.fromkeys(one.association_name for one in plan.late))
            )
        )


def _left_out(left_out: "Sequence[LeftOut]") -> None:
    """One line for each reason."""
    from newsletter.model.recipients import WhyLeftOut

    reasons = {
        WhyLeftOut.NO_ACTIVE_CONTACT: _("No letter, because there is no active contact: {names}."),
        WhyLeftOut.DORMANT_ASSOCIATION: _("No letter, because the association is dormant: {names}."),
        WhyLeftOut.UNSUBSCRIBED: _("No letter, because the contact has unsubscribed: {names}."),
        WhyLeftOut.INACTIVE_CONTACT: _("No letter, because the contact is not active: {names}."),
    }
    for why, sentence in reasons.items():
        if found := [one for one in left_out if one.why is why]:
            note(sentence.format(names=listing(dict.fromkeys(_shown(one) for one in found))))


def _shown(one: "LeftOut") -> str:
    return f"{one.contact} ({one.association_name})" if one.contact else one.association_name


def _audience_changes(sending: "Sending", plan: "Plan") -> None:
    from newsletter.delivery.audience import changes, make_audience, previous

    before = previous(sending.log.audiences(), sending.key.issue)
    if before is None:
        return
    found = changes(before, make_audience(sending.prepared.recipients.recipients, sending.roster, plan))
    for sentence, names in (
        (_("New since {issue}: {names}."), found.added),
        (_("No longer there since {issue}: {names}."), found.removed),
        (_("More addresses than in {issue}: {names}."), found.more_addresses),
        (_("Fewer addresses than in {issue}: {names}."), found.fewer_addresses),
    ):
        if names:
            note(sentence.format(issue=before.issue, names=listing(names)))


def _changed_since(sending: "Sending") -> None:
    from newsletter.delivery.situation import sent_content

    sent = sent_content(sending.log, sending.key.issue) if sending.is_live else None
    if sent and sent.digest != sending.prepared.content.digest:
        warn(_("The issue has been changed since it was sent. To tell everyone, make a new issue of type rättelse."))


def _told(steps: "Iterator[Progress]", *, is_beside_a_bar: bool = False) -> "Iterator[Progress]":
    """Pass on; say once why the run waits, and why it has ended."""
    said = ""
    for step in steps:
        if step.reason and step.reason != said:
            said = step.reason
            if is_beside_a_bar:
                note()  # else it would stand in the bar's own line
            fail(step.reason)
            if step.waiting:
                note(
                    ngettext(
                        "Trying again in {seconds} second.", "Trying again in {seconds} seconds.", round(step.waiting)
                    ).format(seconds=round(step.waiting))
                )
        elif not step.waiting and not step.ended:
            said = ""
        yield step


def _title(sending: "Sending") -> str:
    return sending.prepared.issue.issue.title


def _extent(addressees: "Iterable[Addressee]") -> tuple[str, str]:
    """``21 brev`` and ``till 16 föreningar``."""
    found = list(addressees)
    associations = len({one.association_id for one in found})
    return (
        ngettext("{n} letter", "{n} letters", len(found)).format(n=len(found)),
        ngettext("to {m} association", "to {m} associations", associations).format(m=associations),
    )


class _Names:
    """Names of associations by their ids; one that is gone from the file is shown as its id."""

    def __init__(self, sending: "Sending") -> None:
        self._names = {one.id: one.name for one in sending.prepared.recipients.recipients.recipients}

    def of(self, associations: Iterable[str]) -> str:
        return listing(dict.fromkeys(self._names.get(one, one) for one in associations))

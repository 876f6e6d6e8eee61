"""What came of ``newsletter send``, and the next step."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsletter.cli.clock import now
from newsletter.operations.approving import approval_sentence
from newsletter.operations.waiting import promise
from newsletter.cli.commands.sending.send_people import extent, late, remaining
from newsletter.cli.output import note, say, warn
from newsletter.cli.show.addresses import mask
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.operations.sending.order import Sending
    from newsletter.delivery.plan import Plan
    from newsletter.model.recipients import Addressee


def nothing_due(sending: "Sending", plan: "Plan") -> None:
    """Message 22, unless somebody has not got it all the same."""
    if plan.done and not (plan.unresolved or plan.rejected or plan.in_progress):
        to_those_chosen = _("Nothing to do: {issue} has already been sent to those chosen.")
        to_all = _("Nothing to do: {issue} has already been sent to all recipients.")
        say((to_those_chosen if sending.options.only else to_all).format(issue=sending.key.issue))
    elif not (plan.unresolved or plan.rejected or plan.in_progress or plan.late):
        say(_("Nothing to do: no association chosen has an active contact."))
    _waiting(sending)
    _changed_since(sending)
    remaining(sending, plan)
    late(plan)


def _waiting(sending: "Sending") -> None:
    """What has been sent and has not left."""
    from newsletter.delivery.holds import held_runs

    found = held_runs(sending.log, sending.key.issue) if sending.is_live else ()
    timezone = sending.prepared.settings.timezone
    for leaves in sorted({held.leaves for held in found if held.leaves > now()}):
        note(promise(leaves, sending.key.issue, timezone))


def _changed_since(sending: "Sending") -> None:
    from newsletter.delivery.situation import sent_content

    sent = sent_content(sending.log, sending.key.issue) if sending.is_live else None
    if sent and sent.digest != sending.prepared.content.digest:
        warn(_("The issue has been changed since it was sent. To tell everyone, make a new issue of type rättelse."))


def summary(sending: "Sending", before: "Plan", after: "Plan", *, stopped: bool) -> None:
    """What came of it, whom it did not reach, and the next step."""
    done = set(after.done)
    sent = [one.addressee for one in before.due if one.addressee in done]
    if sent:
        say(_outcome(sending, sent))
    if not sending.is_live and (remark := approval_sentence(sending)):
        note(remark)
    if stopped:
        note(_("The sending was ended before its time (Ctrl-C, or the terminal or the computer was closed)."))
    if sending.options.test is not None:
        _test_letter(after)
    else:
        remaining(sending, after)


def _outcome(sending: "Sending", sent: "Sequence[Addressee]") -> str:
    letters, to_whom = extent(sent)
    if sending.options.test is not None:
        return _test_outcome(sending, sent[0]) + _where(sending)
    if sending.hold:
        done = ngettext(
            "Done: {n} letter {to_whom} is with SendGrid.", "Done: {n} letters {to_whom} are with SendGrid.", len(sent)
        ).format(n=len(sent), to_whom=to_whom)
        timezone = sending.prepared.settings.timezone
        return done + " " + promise(sending.hold.leaves, sending.key.issue, timezone)
    if sending.is_live:
        return ngettext(
            "Done: {n} letter handed over {to_whom}.", "Done: {n} letters handed over {to_whom}.", len(sent)
        ).format(n=len(sent), to_whom=to_whom)
    told = _("Rehearsal: nothing was sent. {letters} would have gone {to_whom}.").format(letters=letters, to_whom=to_whom)
    return told + _where(sending)


def _test_outcome(sending: "Sending", addressee: "Addressee") -> str:
    if not sending.options.way.is_live:
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
    from newsletter.delivery.transports import OutboxVia

    way = sending.options.way
    if not isinstance(way, OutboxVia):
        return ""
    index = way.path(sending.prepared.directory) / sending.key.issue / "index.html"
    return "\n" + _("Look at them: {path}").format(path=index)

"""What ``newsletter send`` refuses before it asks: drafts, too many letters, the wrong log, content that has changed since
others got it or since it was approved.
"""

from typing import TYPE_CHECKING

from newsletter.operations.approving import refuse_unapproved
from newsletter.cli.show.sending import difference
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.operations.sending.order import Sending
    from newsletter.delivery.plan import Plan


def refuse_what_is_not_allowed(sending: "Sending", plan: "Plan") -> None:
    from newsletter.delivery.permission import refuse_unless_allowed
    from newsletter.delivery.receipts import read_receipts
    from newsletter.delivery.runs import here, history
    from newsletter.model.diagnostics import Refused

    most = sending.prepared.settings.delivery.max_letters
    if len(plan.due) > most:
        raise Refused(
            _("{n} letters are more than the {most} that a run may hold.").format(n=len(plan.due), most=most),
            _("If that is right, raise delivery.max_letters in newsletter.yaml."),
        )
    if sending.is_live:
        receipts = read_receipts(sending.prepared.directory)
        refuse_unless_allowed(history(sending.log), receipts, here(sending.log), is_trial=sending.options.way.is_trial)
        _refuse_changes(sending)
        refuse_unapproved(sending, plan)


def _refuse_changes(sending: "Sending") -> None:
    from newsletter.delivery.situation import sent_content
    from newsletter.letter import content_from_record, readable
    from newsletter.model.diagnostics import Refused

    sent = sent_content(sending.log, sending.key.issue)
    if sent is None or sent.digest == sending.prepared.content.digest:
        return
    difference(readable(content_from_record(sent.record)), readable(sending.prepared.content), _("sent"))
    if not sending.options.accept_changes:
        raise Refused(
            _("{issue} has changed since others got it.").format(issue=sending.key.issue),
            _("Take the changes back, or send the rest as it is now with --accept-changes."),
        )

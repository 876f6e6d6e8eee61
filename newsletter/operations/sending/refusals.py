"""What a sending refuses before it asks: too many letters, the wrong log, content that has changed since others got it or since
it was approved. Drafts are refused before that, by ``preparing.refuse_draft``.
"""

from newsletter.checks import samples_left
from newsletter.delivery.approval import refusal_without_approval
from newsletter.delivery.log import read_sent_content
from newsletter.delivery.run import Plan
from newsletter.letter import comparable_text, content_from_record
from newsletter.locale import _
from newsletter.model.diagnostics import Invalid, Refused
from newsletter.operations.adopting import refuse_wrong_log
from newsletter.operations.approving import changes_since, is_in_question, state_of
from newsletter.operations.sending.news import ApprovalNews, ChangedContent
from newsletter.operations.sending.order import Sending


def refuse_what_is_not_allowed(sending: Sending, plan: Plan) -> None:
    """Raise for the first thing that stands in the way of ``plan``; a rehearsal may do all but send too many."""
    refuse_too_many(sending, plan)
    if sending.is_live:
        refuse_samples(sending)
        refuse_wrong_log(sending.log, sending.prepared.directory, is_trial=sending.order.via.is_trial)
        refuse_changes(sending)
        refuse_unapproved(sending, plan)


def refuse_too_many(sending: Sending, plan: Plan) -> None:
    most = sending.prepared.settings.delivery.max_letters
    if len(plan.due) > most:
        raise Refused(
            _("{n} letters are more than the {most} that a run may hold.").format(n=len(plan.due), most=most),
            _("If that is right, raise delivery.max_letters in newsletter.yaml."),
        )


def refuse_samples(sending: Sending) -> None:
    """``Invalid`` with each of the program's own examples that stands in issue, settings or recipients: an error here."""
    prepared = sending.prepared
    issue, settings, recipients = prepared.issue, prepared.settings_file, prepared.recipients
    left = (
        *(one.place_in(issue.file, issue.places) for one in samples_left(issue.issue)),
        *(one.place_in(settings.file, settings.places) for one in samples_left(settings.settings)),
        *(one.place_in(recipients.file, recipients.places) for one in samples_left(recipients.recipients)),
    )
    if left:
        raise Invalid(left)


def refuse_changes(sending: Sending) -> None:
    """Tell what has changed since others got the issue; the editor may go on all the same by ``accepts_changes``."""
    sent = read_sent_content(sending.log, sending.key.issue)
    if sent is None or sent.digest == sending.prepared.content.digest:
        return
    before, now = comparable_text(content_from_record(sent.record)), comparable_text(sending.prepared.content)
    sending.reporter.tell(ChangedContent(before, now))
    if not sending.order.accepts_changes:
        raise Refused(
            _("{issue} has changed since others got it.").format(issue=sending.key.issue),
            _("Take the changes back, or send the rest as it is now with --accept-changes."),
        )


def refuse_unapproved(sending: Sending, plan: Plan) -> None:
    """Tell what has changed since each approval. Refused where the plan asks for more approvals than hold."""
    if not is_in_question(sending.log, sending.prepared, sending.today):
        return
    state = state_of(sending.log, sending.prepared, sending.today, plan.associations)
    sending.reporter.tell(ApprovalNews(state, changes_since(sending.log, state.checked, sending.prepared)))
    if not state.may_be_sent:
        raise refusal_without_approval(sending.key.issue, state)

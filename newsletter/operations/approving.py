"""What approval means to ``newsletter send``: a live run needs it, everything else says whether there is any."""

from typing import TYPE_CHECKING

from newsletter.cli.clock import today
from newsletter.cli.output import note, warn
from newsletter.cli.show.approval import sentence, show_changes

if TYPE_CHECKING:
    from newsletter.operations.sending.order import Sending
    from newsletter.delivery.approval import Approval, ApprovalState, Rule
    from newsletter.delivery.approvals import Wanted
    from newsletter.delivery.plan import Plan


def rule_of(sending: "Sending") -> "Rule":
    from newsletter.delivery.approval import rule_for

    settings = sending.prepared.settings
    return rule_for(settings, sending.prepared.issue.issue.year, today(settings.timezone))


def wanted(sending: "Sending", plan: "Plan") -> "Wanted | None":
    """What a live run must have behind it; None where nobody has approved anything and nobody has to."""
    from newsletter.delivery.approvals import Wanted

    rule = rule_of(sending)
    if not sending.is_live or not (rule.needed or _given(sending)):
        return None
    return Wanted(rule, sending.prepared.proposal(), plan.associations)


def refuse_unapproved(sending: "Sending", plan: "Plan") -> None:
    """Show what has changed since each approval. Refused where the plan asks for more approvals than hold."""
    from newsletter.delivery.approvals import not_approved

    state = _state(sending, plan)
    if state is None:
        return
    names, now = sending.prepared.names, sending.prepared.proposal()
    show_changes(sending.log, state.held, sending.prepared.content, now.sender, names)
    if not state.may_be_sent:
        raise not_approved(sending.key.issue, state)
    if any(not held.holds for held in state.held):
        warn(sentence(state))
    elif state.held:
        note(sentence(state))


def approval_sentence(sending: "Sending") -> str:
    """For a rehearsal or a test letter; empty where nobody has approved anything and nobody has to."""
    state = _state(sending, None)
    return sentence(state) if state else ""


def _given(sending: "Sending") -> "tuple[Approval, ...]":
    from newsletter.delivery.approvals import approvals

    return approvals(sending.log, sending.key.issue)


def _state(sending: "Sending", plan: "Plan | None") -> "ApprovalState | None":
    """None where there is nothing to say: then nobody is counted either, however many they are."""
    from newsletter.delivery.approval import approval_state

    rule, given = rule_of(sending), _given(sending)
    if not (rule.needed or given):
        return None
    return approval_state(rule, given, sending.prepared.proposal(), plan.associations if plan else None)

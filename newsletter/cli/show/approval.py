"""Approvals in words: what one binds, how an issue stands, and what has changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from newsletter.cli.show.sending import difference
from newsletter.cli.output import note
from newsletter.cli.show.addresses import mask
from newsletter.cli.show.words import listing
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.delivery.approval import ApprovalState, Held, RecipientChange, Sender
    from newsletter.letter import Content

SHOWN_OF_A_DIGEST = 12


def short_digest(digest: str) -> str:
    return digest[:SHOWN_OF_A_DIGEST]


def sentence(state: "ApprovalState") -> str:
    """Whether what is seen is approved, in one sentence."""
    from newsletter.delivery.approval import Word

    holding = listing(one.approver for one in state.holding) if state.holding else ""
    match state.word:
        case Word.APPROVED:
            return _("What you see is approved by {approvers}.").format(approvers=holding)
        case Word.INCOMPLETE:
            return ngettext(
                "What you see is approved by {approvers}; {n} more approval is needed.",
                "What you see is approved by {approvers}; {n} more approvals are needed.",
                state.short,
            ).format(approvers=holding, n=state.short)
        case Word.CHANGED:
            changed = listing(one.approval.approver for one in state.held if not one.holds and not one.approval.withdrawn)
            return _("What you see is not approved: it has been changed since {approvers} approved it.").format(
                approvers=changed
            )
        case Word.WITHDRAWN:
            return _("What you see is not approved: the approval has been withdrawn.")
        case Word.NOT_APPROVED:
            return _("What you see is not approved.")
        case Word.NOT_REQUIRED:
            return _("What you see has been approved by nobody, and the plan asks for no approval.")


def show_changes(
    log: "SendLog", held: "Iterable[Held]", content: "Content", sender: "Sender", names: Mapping[str, str]
) -> None:
    """Line by line and recipient by recipient, what differs from what these approved and have not withdrawn; once for those
    who approved the same.
    """
    alike: list[list[Held]] = []
    for one in held:
        if one.approval.withdrawn or not one.difference.is_any:
            continue
        same = next((those for those in alike if those[0].approval.proposal == one.approval.proposal), None)
        if same is None:
            alike.append([one])
        else:
            same.append(one)
    for those in alike:
        _show_changes(log, those, content, sender, names)


def _show_changes(
    log: "SendLog", alike: "Sequence[Held]", content: "Content", sender: "Sender", names: Mapping[str, str]
) -> None:
    from newsletter.delivery.contents import content_record
    from newsletter.letter import content_from_record, readable

    held, approved = alike[0], alike[0].approval.proposal
    note(_("Since {approver} approved it:").format(approver=listing(one.approval.approver for one in alike)))
    if held.difference.content:
        before = content_from_record(content_record(log, approved.digest))
        difference(readable(before), readable(content), _("approved"))
    if held.difference.sender:
        note(
            "  "
            + _("The sender was {before} and is now {now}.").format(before=_identity(approved.sender), now=_identity(sender))
        )
    for one in held.difference.recipients:
        note("  " + _recipient_change(one, names.get(one.association, one.association)))


def _identity(sender: "Sender") -> str:
    shown = f"{sender.name} <{sender.address}>"
    if sender.reply_to == sender.address:
        return shown
    return _("{sender}, answers to {address}").format(sender=shown, address=sender.reply_to)


def _recipient_change(one: "RecipientChange", name: str) -> str:
    from newsletter.delivery.approval import Change

    words = {
        Change.ADDED: _("{name} is new: {come}. This voids the approval."),
        Change.MORE: _("{name} has more addressees: {come} is new. This voids the approval."),
        Change.CORRECTED: _("{name} has another address: {come} instead of {gone}. The approval holds."),
        Change.FEWER: _("{name} has fewer addressees: {gone} is no longer there. The approval holds."),
        Change.REMOVED: _("{name} is no longer among the recipients: {gone}. The approval holds."),
    }
    return words[one.change].format(name=name, come=_masked(one.come), gone=_masked(one.gone))


def _masked(addresses: Collection[str | None]) -> str:
    return listing(map(mask, addresses)) if addresses else ""

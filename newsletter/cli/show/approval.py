"""Approvals in words: what has changed since each, line by line and recipient by recipient."""

from collections.abc import Collection, Iterable, Mapping
from difflib import unified_diff

from newsletter.cli.output import note
from newsletter.cli.show.words import mask
from newsletter.delivery.approval import ApprovedSender, ChangeKind, RecipientChange
from newsletter.locale import _
from newsletter.operations.approving import ApprovalChange
from newsletter.operations.words import listing

_LOOKS_LIKE = {0xA0: " ", 0x202F: " ", 0x2011: "-", 0x2060: "", 0xAD: ""}
"""What typography puts where a space, a hyphen or nothing was typed: no difference that a reader can see."""


def show_changes(changes: Iterable[ApprovalChange], names: Mapping[str, str]) -> None:
    """What differs from what was approved; ``names`` are the associations' by their ids."""
    for one in changes:
        note(_("Since {approver} approved it:").format(approver=listing(one.approvers)))
        if one.content:
            show_difference(*one.content, _("approved"))
        if one.sender:
            before, now = one.sender
            note("  " + _("The sender was {before} and is now {now}.").format(before=_identity(before), now=_identity(now)))
        for each in one.recipients:
            note("  " + _recipient_change(each, names.get(each.association, each.association)))


def show_difference(before: str, after: str, then: str) -> None:
    """Line by line, as a person reads it: what differs only in kinds of spaces and hyphens looks the same. ``then`` says of
    the text before what it was: sent, or approved.
    """
    before, after = (text.translate(_LOOKS_LIKE) for text in (before, after))
    lines = unified_diff(before.splitlines(), after.splitlines(), then, _("now"), lineterm="", n=1)
    for line in lines:
        note(line)
    if before == after:
        note(_("The text is the same; what has changed is how the letter looks."))


def _identity(sender: ApprovedSender) -> str:
    shown = f"{sender.name} <{sender.address}>"
    if sender.reply_to == sender.address:
        return shown
    return _("{sender}, answers to {address}").format(sender=shown, address=sender.reply_to)


def _recipient_change(one: RecipientChange, name: str) -> str:
    words = {
        ChangeKind.ADDED: _("{name} is new: {come}. This voids the approval."),
        ChangeKind.MORE: _("{name} has more addressees: {come} is new. This voids the approval."),
        ChangeKind.CORRECTED: _("{name} has another address: {come} instead of {gone}. The approval holds."),
        ChangeKind.FEWER: _("{name} has fewer addressees: {gone} is no longer there. The approval holds."),
        ChangeKind.REMOVED: _("{name} is no longer among the recipients: {gone}. The approval holds."),
    }
    return words[one.change].format(name=name, come=_mask_all(one.come), gone=_mask_all(one.gone))


def _mask_all(addresses: Collection[str | None]) -> str:
    return listing(map(mask, addresses)) if addresses else ""

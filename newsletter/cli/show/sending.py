"""What ``newsletter send`` is about to do, and the question whether it shall."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsletter.operations.waiting import promise
from newsletter.cli.commands.sending.send_people import extent, late, unresolved
from newsletter.cli.output import note
from newsletter.cli.show.words import listing
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.operations.sending.order import Sending
    from newsletter.delivery.plan import Plan
    from newsletter.model.recipients import LeftOut

_LOOKS_LIKE = {0xA0: " ", 0x202F: " ", 0x2011: "-", 0x2060: "", 0xAD: ""}
"""What typography puts where a space, a hyphen or nothing was typed: no difference that anybody can see."""


def intention(sending: "Sending", plan: "Plan") -> None:
    """Who, how many, from whom, through what; who is left out and why; what differs from last time."""
    from newsletter.delivery.envelope import sender_identity

    sender = sender_identity(sending.prepared.settings)
    _going_on(plan)
    letters, to_whom = extent(one.addressee for one in plan.due)
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
    if sending.options.wait:
        note(promise(sending.options.wait.leaves(), sending.key.issue, sending.prepared.settings.timezone))
    _left_out(plan.left_out)
    late(plan)
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


def difference(before: str, after: str, then: str) -> None:
    """Line by line, as a person reads it: what differs only in kinds of spaces and hyphens looks the same. ``then`` says of
    the text before what it was: sent, or approved.
    """
    from difflib import unified_diff

    before, after = (text.translate(_LOOKS_LIKE) for text in (before, after))
    lines = unified_diff(before.splitlines(), after.splitlines(), then, _("now"), lineterm="", n=1)
    for line in lines:
        note(line)
    if before == after:
        note(_("The text is the same; what has changed is how the letter looks."))


def question(sending: "Sending", plan: "Plan") -> str:
    """Message 23."""
    letters, to_whom = extent(one.addressee for one in plan.due)
    return _("Send {issue} “{title}” {to_whom} ({letters})? Write the number of letters to send:").format(
        issue=sending.key.issue, title=_title(sending), letters=letters, to_whom=to_whom
    )


def _title(sending: "Sending") -> str:
    return sending.prepared.issue.issue.title

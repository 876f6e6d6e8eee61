"""The associations that reports have not reached, in words: what happened, and what to do as things are now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsletter.cli.output import say, say_item
from newsletter.cli.show.words import listing
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.accounting import NotReached


def show_not_reached(found: "Sequence[NotReached]") -> None:
    """One item for each issue and reason, with all that it holds for."""
    say(_("Not reached:"))
    groups: dict[tuple[str, str], list[str]] = {}
    for one in found:
        groups.setdefault((one.issue, f"{_what_happened(one)} {_advice(one)}".rstrip()), []).append(one.name)
    for (issue, text), names in groups.items():
        say_item(f"{issue}: {text.format(names=listing(names), issue=issue)}")


def _what_happened(one: "NotReached") -> str:
    from newsletter.accounting import Reach

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


def _advice_on_the_new(one: "NotReached") -> str:
    from newsletter.accounting import Reach

    if one.why is Reach.NO_CONTACT and one.too_late:
        return _("There is a contact now: run “newsletter send {issue} --late”.")
    if one.why is Reach.NO_CONTACT:
        return _("There is a contact now: run “newsletter send {issue}”.")
    if one.too_late:
        return _("There is another address now: run “newsletter send {issue} --late”.")
    return _("There is another address now: run “newsletter send {issue}”.")


def _advice(one: "NotReached") -> str:
    from newsletter.accounting import Since

    match one.since:
        case Since.NOTHING:
            return _advice_on_the_same(one)
        case Since.NEW_ADDRESS:
            return _advice_on_the_new(one)
        case Since.NO_CONTACT:
            return _("There is no active contact any longer. Write one in recipients.yaml.")
        case Since.GONE:
            return _("No letters are meant for it any longer.")


def _advice_on_the_same(one: "NotReached") -> str:
    """What helps while recipients.yaml says what it said."""
    from newsletter.accounting import Reach

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

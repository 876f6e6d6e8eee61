"""Letters that wait at the provider, in words: when they leave, until when they can be taken back, and waiting for calls."""

from datetime import datetime

from newsletter.cli.output import note, warn
from newsletter.delivery.waiting import RECALL_LEAD
from newsletter.locale import _, ngettext
from newsletter.operations.sending import news
from newsletter.operations.words import moment_words


def promise(leaves: datetime, issue: str, timezone: str, now: datetime) -> str:
    """When the letters leave, and until when they can be taken back."""
    when = moment_words(leaves.isoformat(), timezone)
    if leaves - RECALL_LEAD <= now:
        return _("The letters leave SendGrid {when}. That is too soon for taking them back.").format(when=when)
    text = _("The letters wait at SendGrid and leave {when}. Until {until} “newsletter recall {issue}” takes them back.")
    return text.format(when=when, until=moment_words((leaves - RECALL_LEAD).isoformat(), timezone), issue=issue)


def tell_settling(seconds: float) -> None:
    """That the operation waits before it goes on, and how long."""
    text = ngettext(
        "Waiting {seconds} second first, so that nothing is on its way any more.",
        "Waiting {seconds} seconds first, so that nothing is on its way any more.",
        round(seconds),
    )
    note(text.format(seconds=round(seconds)))


def show_fence(what: news.BrokenOff | news.InDoubt | news.NotTakenBack | news.NotRecallable) -> None:
    """What becomes of a run that has left letters in doubt while they wait."""
    match what:
        case news.BrokenOff(letters=letters):
            text = ngettext(
                "An earlier sending was broken off, and its letter still waits. It is taken back and sent anew.",
                "An earlier sending was broken off, and its {n} letters still wait. They are taken back and sent anew.",
                letters,
            )
            note(text.format(n=letters))
        case news.InDoubt(letters=letters):
            text = ngettext(
                "It is unclear whether {count} letter was taken. All of this sending is taken back and sent anew.",
                "It is unclear whether {count} letters were taken. All of this sending is taken back and sent anew.",
                letters,
            )
            note(text.format(count=letters))
        case news.NotTakenBack(reason=reason):
            warn(_("The sending could not be taken back: {reason}").format(reason=reason))
        case news.NotRecallable(reason=reason):
            warn(_("This sending may not be taken back: {reason}").format(reason=reason))

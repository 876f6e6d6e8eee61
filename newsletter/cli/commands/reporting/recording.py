"""What people record with a command of their own: a day, words on one line, and a warning of what should not stay in a log."""

from newsletter.cli.output import warn
from newsletter.locale import _
from newsletter.model.values import looks_personal


def one_line(text: str | None) -> str:
    """An option's text on one line; empty for none."""
    return " ".join((text or "").split())


def warn_of_the_personal(*texts: str) -> None:
    """Names of those who act are meant to be there; addresses and numbers of people are not."""
    if any(map(looks_personal, texts)):
        warn(
            _(
                "What you wrote looks like an e-mail address or a telephone number. It stays in the log and is shown in "
                "reports. Record it again without it: the later entry is the one shown."
            )
        )

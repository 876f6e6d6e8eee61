"""``newsletter adopt``: somebody answers for sending from this log, on this machine."""

import click

from newsletter.cli.clock import now
from newsletter.cli.output import note, say
from newsletter.cli.run_lock import run_lock
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.locale import _, ngettext


@click.command(
    help=_("Take over the sending log on this computer, or answer for sendings that it does not know. It is kept in the log."),
    short_help=_("Take over the sending log on this computer."),
    options_metavar=_("[OPTIONS]"),
)
@click.option("--by", required=True, metavar=_("NAME"), help=_("Who decides."))
@click.option("--reason", required=True, metavar=_("TEXT"), help=_("Why it is right."))
def adopt(by: str, reason: str) -> None:
    from newsletter.delivery import runs
    from newsletter.delivery.log import timestamp
    from newsletter.delivery.permission import has_moved, strangers
    from newsletter.delivery.receipts import read_receipts
    from newsletter.source import read_settings

    directory = find_directory()
    receipts = read_receipts(directory)
    with opened_log(read_settings(directory).settings, directory, create=True) as log, run_lock(log, "adopt"):
        history = runs.history(log)
        unknown = strangers(receipts, history)
        if not unknown and not has_moved(history, runs.here(log)):
            say(_("Nothing to do: the sending log belongs here and knows everything that has been sent."))
            return
        runs.adopt(log, unknown, by=by, reason=reason, at=timestamp(now()))
    say(_("The sending log {path} may now send from here.").format(path=log.home.shown))
    if unknown:
        count = len({receipt.run for receipt in unknown})
        issues = ", ".join(sorted({receipt.issue for receipt in unknown}))
        text = ngettext(
            "{count} sending of {issues} is taken as known, but not who got it: “newsletter send” would send to everybody.",
            "{count} sendings of {issues} are taken as known, but not who got them: “newsletter send” would send to everybody.",
            count,
        )
        note(text.format(count=count, issues=issues))

"""``newsletter adopt``: a person answers for sending from this log, on this machine."""

from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say
from newsletter.locale import _, ngettext
from newsletter.operations.adopting import adopt
from newsletter.source import read_settings


def adopt_log(*, by: str, reason: str) -> None:
    workspace = find_workspace()
    adoption = adopt(workspace, read_settings(workspace.directory).settings, by=by, reason=reason)
    if adoption is None:
        say(_("Nothing to do: the sending log belongs here and knows everything that has been sent."))
        return
    say(_("The sending log {path} may now send from here.").format(path=adoption.shown))
    if adoption.unknown:
        count = len({receipt.run for receipt in adoption.unknown})
        issues = ", ".join(sorted({receipt.issue for receipt in adoption.unknown}))
        text = ngettext(
            "{count} sending of {issues} is taken as known, but not who got it: “newsletter send” would send to everybody.",
            "{count} sendings of {issues} are taken as known, but not who got them: “newsletter send” would send to everybody.",
            count,
        )
        note(text.format(count=count, issues=issues))

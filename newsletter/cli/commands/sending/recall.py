"""``newsletter recall``: take back letters that still wait at the provider."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import confirm, fail, is_interactive, note, say, warn
from newsletter.cli.show.waiting import promise, tell_settling
from newsletter.delivery.waiting import RecallEnding, RecallResult, WaitingRun
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Refused
from newsletter.operations import recalling
from newsletter.operations.recalling import RecallNews, recall
from newsletter.operations.waiting import Settling
from newsletter.source import read_settings


def recall_issue(*, issue: str, yes: bool) -> Exit:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    return recall(workspace, settings, issue, _RecallTerminal(issue, settings.timezone, workspace.now, yes))


@dataclass(frozen=True, slots=True)
class _RecallTerminal:
    issue: str
    timezone: str
    now: Callable[[], datetime]
    yes: bool

    def tell(self, news: RecallNews) -> None:
        match news:
            case recalling.LeftEarlier(letters=letters):
                text = ngettext(
                    "{n} letter left earlier and cannot be taken back.",
                    "{n} letters left earlier and cannot be taken back.",
                    letters,
                )
                warn(text.format(n=letters))
            case recalling.RecallInDoubt():
                text = _("It is too late to try again, and unclear whether the letters of {issue} were taken back.")
                hint = _("When they should have left: “newsletter resolve {issue}” settles it.")
                fail(text.format(issue=self.issue), hint.format(issue=self.issue))
            case recalling.RecallDeclined():
                note(_("Interrupted. Nothing was taken back."))
            case recalling.RecallResults(results=results):
                self._show_done(sum(held.letters for held, attempted in results if attempted.ending is RecallEnding.TAKEN_BACK))
                for held, attempted in results:
                    self._show_failure(held, attempted)
            case Settling(seconds=seconds):
                tell_settling(seconds)

    def confirm(self, letters: int) -> bool:
        if self.yes:
            return True
        if not is_interactive():
            raise Refused(
                _("There is nobody here to confirm it. Nothing was taken back."),
                _("Give --yes to do it without being asked."),
            )
        text = ngettext("Take back {n} letter of {issue}?", "Take back {n} letters of {issue}?", letters)
        return confirm(text.format(n=letters, issue=self.issue))

    def _show_done(self, letters: int) -> None:
        if not letters:
            return
        text = ngettext(
            "Done: {n} letter of {issue} is taken back. Nobody gets it, and it does not count.",
            "Done: {n} letters of {issue} are taken back. Nobody gets them, and they do not count.",
            letters,
        )
        say(text.format(n=letters, issue=self.issue))
        note(_("When the issue is right, “{command}” sends it anew.").format(command=f"newsletter send {self.issue}"))

    def _show_failure(self, held: WaitingRun, attempted: RecallResult) -> None:
        match attempted.ending:
            case RecallEnding.TAKEN_BACK:
                return
            case RecallEnding.UNCERTAIN:
                hint = _("Give the same command again at once. Later, “newsletter resolve {issue}” settles it.")
                text = _("It is unclear whether the letters were taken back: {reason}")
                fail(text.format(reason=attempted.reason), hint.format(issue=self.issue))
            case RecallEnding.TOO_LATE | RecallEnding.REFUSED:
                text = ngettext(
                    "{n} letter was not taken back: {reason}", "{n} letters were not taken back: {reason}", held.letters
                )
                leaves = promise(held.leaves, self.issue, self.timezone, self.now())
                fail(text.format(n=held.letters, reason=attempted.reason), leaves)

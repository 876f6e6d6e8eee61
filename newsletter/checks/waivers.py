"""Findings that the editor has looked at and accepts, with a reason in the file that they are about.

What is in the templates is accepted in the settings. An accepted finding is not gone: it is shown apart, with its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsletter.checks.registry import checks_about, codes
from newsletter.checks.subjects import WaiverUse
from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Diagnostic, Finding, Places
from newsletter.source import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Accepted:
    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class Waivers:
    """Those of one file. They are about that file and what lies in ``folder``: an issue's contributions, the templates.
    ``is_judged`` tells whether all was looked for that they may be about.
    """

    file: str
    places: Places
    waivers: tuple[Waiver, ...]
    folder: str = ""
    is_judged: bool = True

    def covers(self, file: str) -> bool:
        return file == self.file or bool(self.folder and file.startswith(f"{self.folder}/"))


@dataclass(frozen=True, slots=True)
class Settled:
    diagnostics: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...]


def settle(found: Sequence[Diagnostic], files: Sequence[Waivers], unsought: frozenset[str]) -> Settled:
    """What remains of ``found``, what is accepted, and doubts about waivers that are of no use. ``unsought`` are codes that
    this run did not look for.
    """
    if not any(one.waivers for one in files):
        return Settled(tuple(found), ())
    left, accepted, used = [], [], set()
    for diagnostic in found:
        covering = [one for one in files if one.covers(diagnostic.file)]
        fitting = [(one.file, waiver) for one in covering for waiver in one.waivers if _fits(waiver, diagnostic)]
        used |= set(fitting)
        if fitting and codes()[diagnostic.code].may_be_accepted:
            accepted.append(Accepted(diagnostic, fitting[0][1].reason))
        else:
            left.append(diagnostic)
    standing = {one.code: one.file for one in reversed(left)}
    doubts = [finding.place_in(one.file, one.places) for one in files for finding in _doubts(one, used, unsought, standing)]
    return Settled((*left, *doubts), tuple(accepted))


def _fits(waiver: Waiver, diagnostic: Diagnostic) -> bool:
    about = (waiver.about or "").casefold()
    return waiver.code == diagnostic.code and about in diagnostic.message.casefold()


def _doubts(
    file: Waivers, used: set[tuple[str, Waiver]], unsought: frozenset[str], standing: Mapping[str, str]
) -> Iterator[Finding]:
    """``standing`` names, by code, a file with a finding that nothing accepts."""
    for index, waiver in enumerate(file.waivers):
        code = codes().get(waiver.code)
        elsewhere = standing.get(waiver.code)
        use = WaiverUse(
            ("accept", index, "code"),
            waiver,
            code,
            suggestion="" if code else did_you_mean(nearest(waiver.code, codes())),
            is_idle=(file.file, waiver) not in used and file.is_judged and waiver.code not in unsought,
            standing_in=elsewhere,
            covers_that=elsewhere is not None and file.covers(elsewhere),
        )
        for check in checks_about(WaiverUse):
            yield from check(use)

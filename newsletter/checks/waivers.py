"""Findings that the editor has looked at and accepts, with a reason in the file that they are about.

What is in the templates is accepted in the settings. An accepted finding is not gone: it is shown apart, with its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsletter.checks.findings import warning
from newsletter.locale import _
from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Diagnostic, Finding, Places

ERRORS_TO_ACCEPT = frozenset({"html-size"})
"""Errors that are a matter of judgement. All others stop a sending whatever is written: nobody would get what was meant."""
REQUIRED_BY_LAW = frozenset({"basis-missing", "consent-without-date", "no-privacy-page", "personal-number"})
"""GDPR art. 6, 9, 13; dataskyddslagen 3 kap. 10 §."""


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


def settled(found: Sequence[Diagnostic], files: Sequence[Waivers], unsought: frozenset[str]) -> Settled:
    """What remains of ``found``, what is accepted, and doubts about waivers that are of no use. ``unsought`` are codes that
    this run did not look for.
    """
    if not any(one.waivers for one in files):
        return Settled(tuple(found), ())
    kept, accepted, used = [], [], set()
    for diagnostic in found:
        covering = [one for one in files if one.covers(diagnostic.file)]
        fitting = [(one.file, waiver) for one in covering for waiver in one.waivers if _fits(waiver, diagnostic)]
        used |= set(fitting)
        if fitting and may_be_accepted(diagnostic):
            accepted.append(Accepted(diagnostic, fitting[0][1].reason))
        else:
            kept.append(diagnostic)
    standing = {one.code: one.file for one in reversed(kept)}
    doubts = [finding.place_in(one.file, one.places) for one in files for finding in _doubts(one, used, unsought, standing)]
    return Settled((*kept, *doubts), tuple(accepted))


def _fits(waiver: Waiver, diagnostic: Diagnostic) -> bool:
    about = (waiver.about or "").casefold()
    return waiver.code == diagnostic.code and about in diagnostic.message.casefold()


def may_be_accepted(diagnostic: Diagnostic) -> bool:
    if diagnostic.code in REQUIRED_BY_LAW:
        return False
    return not diagnostic.is_error or diagnostic.code in ERRORS_TO_ACCEPT


def _doubts(
    file: Waivers, used: set[tuple[str, Waiver]], unsought: frozenset[str], standing: Mapping[str, str]
) -> Iterator[Finding]:
    """``standing`` names, by code, a file with a finding that nothing accepts."""
    from newsletter.checks.codes import is_error, known_codes
    from newsletter.source import did_you_mean, nearest

    for index, waiver in enumerate(file.waivers):
        location = ("accept", index, "code")
        if waiver.code not in known_codes():
            yield warning(
                "unknown-waiver",
                location,
                _("There is no finding with the code “{code}”.").format(code=waiver.code),
                did_you_mean(nearest(waiver.code, known_codes()))
                or _("The codes are those that newsletter check shows in square brackets."),
            )
        elif waiver.code in REQUIRED_BY_LAW or is_error(waiver.code):
            yield warning(
                "refused-waiver",
                location,
                _("“{code}” cannot be accepted, whatever the reason.").format(code=waiver.code),
                _("Mend what it is about, and take these lines away."),
            )
        elif (file.file, waiver) not in used and file.is_judged and waiver.code not in unsought:
            yield warning(
                "unused-waiver",
                location,
                _("“{code}” is accepted here, but nothing of that sort is found.").format(code=waiver.code),
                _hint(waiver, file, standing.get(waiver.code)),
            )


def _hint(waiver: Waiver, file: Waivers, found_in: str | None) -> str:
    if found_in is None:
        return _("Take these lines away, so that they do not hide a new one.")
    if file.covers(found_in):
        return _("There is one of that sort, but without the words “{about}”: check them.").format(about=waiver.about)
    return _("There is one in {file}: what it is about is accepted there.").format(file=found_in)

"""The files of a workspace as values, with every diagnostic of every file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Invalid, Location, Places, Refused, Spot
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings
from newsletter.source.answers.contributions import read_contributions
from newsletter.source.answers.merging import ContributionFile, merge
from newsletter.source.diagnostics.suggestions import comma_list, nearest
from newsletter.source.diagnostics.words import did_you_mean
from newsletter.source.files import ISSUES, RECIPIENTS, SETTINGS, issue_file, issue_ids, refuse_placeholder, stray_files
from newsletter.source.judging import EXPORTED, Judged, first_faults, judge, with_findings
from newsletter.source.rules.issue import issue_findings, plan_of
from newsletter.source.rules.recipients import recipient_findings
from newsletter.source.rules.settings import settings_findings


@dataclass(frozen=True, slots=True)
class IssueFile:
    """A valid issue, merged with its contributions. ``file`` is relative to the workspace with ``/``; ``places`` tells where
    each key and value stands.
    """

    id: str
    issue: Issue
    file: str
    path: Path
    places: Places
    contributions: tuple[ContributionFile, ...] = ()
    """What ``issue`` is made of besides the file itself: the files of its folder, by name."""

    def is_made_of(self, file: str) -> bool:
        """Whether ``file`` is the issue's own or one of its contributions."""
        return file == self.file or any(one.file == file for one in self.contributions)

    def spot(self, location: Location) -> Spot:
        """Where a part of the issue stands."""
        return self.places.spot(self.file, location)


@dataclass(frozen=True, slots=True)
class RecipientsFile:
    recipients: Recipients
    file: str
    places: Places


@dataclass(frozen=True, slots=True)
class SettingsFile:
    settings: Settings
    file: str
    places: Places


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workspace holds. A file with an error gives no value, only diagnostics."""

    directory: Path
    settings: SettingsFile | None
    recipients: RecipientsFile | None
    issues: tuple[IssueFile, ...]
    diagnostics: tuple[Diagnostic, ...]

    def issue(self, issue: str) -> IssueFile:
        return next(file for file in self.issues if file.id == issue)


def read(directory: Path, issues: Sequence[str] | None = None) -> Reading:
    """``newsletter.yaml``, ``recipients.yaml`` and the named issues (None: all). Raises ``Refused`` for an issue that does
    not exist, and nothing for what a file contains.
    """
    existing = issue_ids(directory)
    chosen = existing if issues is None else _chosen_ids(directory, issues, existing)
    strays = tuple(stray_files(directory, None if issues is None else chosen))
    settings, recipients = _settings(directory), _recipients(directory)
    found = [_issue(directory, issue, settings.value, existing) for issue in chosen]
    return Reading(
        directory=directory,
        settings=SettingsFile(settings.value, SETTINGS, settings.places) if settings.value else None,
        recipients=RecipientsFile(recipients.value, RECIPIENTS, recipients.places) if recipients.value else None,
        issues=tuple(one.file for one in found if one.file),
        diagnostics=(
            *strays,
            *first_faults(settings.diagnostics),
            *first_faults(recipients.diagnostics),
            *(diagnostic for one in found for diagnostic in one.diagnostics),
        ),
    )


def _chosen_ids(directory: Path, issues: Sequence[str], existing: tuple[str, ...]) -> tuple[str, ...]:
    for issue in issues:
        if issue not in existing:
            refuse_placeholder(directory / ISSUES / f"{issue}.yaml")
        refuse_unknown_issue(issue, existing)
    return tuple(dict.fromkeys(issues))


def issue_before(directory: Path, issue: str) -> IssueFile | None:
    """The issue that comes before ``issue`` by name, if there is one and it has no errors."""
    return next(iter(issues_before(directory, issue, most=1)), None)


def issues_before(directory: Path, issue: str, most: int = 3) -> tuple[IssueFile, ...]:
    """The latest ``most`` issues that come before ``issue`` by name, the first one first; one with errors is left out."""
    existing = issue_ids(directory)
    earlier = [name for name in existing if name < issue][-most:]
    return tuple(filter(None, (_issue(directory, name, None, existing).file for name in earlier)))


def read_settings(directory: Path) -> SettingsFile:
    """``newsletter.yaml`` alone. Raises ``Invalid`` when it has errors."""
    found = _settings(directory)
    if found.value is None:
        raise Invalid(found.diagnostics)
    return SettingsFile(found.value, SETTINGS, found.places)


def require_valid(reading: Reading) -> Reading:
    """The reading itself. Raises ``Invalid`` with all of its diagnostics if any is an error."""
    if any(diagnostic.is_error for diagnostic in reading.diagnostics):
        raise Invalid(reading.diagnostics)
    return reading


def refuse_unknown_issue(issue: str, known: Sequence[str]) -> None:
    """``Refused`` for one that is not among those ``known``, with the one that was perhaps meant."""
    if issue in known:
        return
    if not known:
        raise Refused(_("Cannot find the issue {issue}: there are none yet.").format(issue=issue), _("Run “newsletter new”."))
    message = _("Cannot find the issue {issue}. Available: {list}.").format(issue=issue, list=comma_list(known))
    raise Refused(message, did_you_mean(nearest(issue, known)))


def _settings(directory: Path) -> Judged[Settings]:
    found = judge(directory / SETTINGS, SETTINGS, Settings)
    if found.arranged is None:
        return found
    return with_findings(found, settings_findings(found.arranged.data, found.arranged.places))


def _recipients(directory: Path) -> Judged[Recipients]:
    found = judge(directory / RECIPIENTS, RECIPIENTS, Recipients, EXPORTED)
    if found.arranged is None:
        return found
    return with_findings(found, recipient_findings(found.arranged.data, found.arranged.places))


@dataclass(frozen=True, slots=True)
class _Whole:
    """An issue and its folder as they were read; no ``file`` where an error stands against any of them."""

    file: IssueFile | None
    diagnostics: tuple[Diagnostic, ...]


def _issue(directory: Path, issue: str, settings: Settings | None, existing: tuple[str, ...]) -> _Whole:
    path, file = directory / ISSUES / f"{issue}.yaml", issue_file(issue)
    own = judge(path, file, Issue)
    if own.arranged is not None:
        own = with_findings(own, issue_findings(own.arranged.data, issue, settings, existing))
    came = read_contributions(directory, issue, settings)
    diagnostics = (*first_faults(own.diagnostics), *came.diagnostics)
    if own.value is None:
        return _Whole(None, diagnostics)
    boards = tuple(plan_of(issue, settings).boards) if settings else ()
    merged = merge(own.value, file, own.places, came.files, boards)
    diagnostics += merged.diagnostics
    if any(one.is_error for one in diagnostics):
        return _Whole(None, diagnostics)
    return _Whole(IssueFile(issue, merged.issue, file, path, merged.places, came.files), diagnostics)

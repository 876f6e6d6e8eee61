"""The files of a workspace as values, with every diagnostic of every file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Finding, Invalid, Places, Refused, Severity
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings
from newsletter.source.arrange import Arranged, arrange
from newsletter.source.doubts import doubts
from newsletter.source.faults import build
from newsletter.source.files import ISSUES, RECIPIENTS, SETTINGS, issue_file, issue_ids, stray_files
from newsletter.source.issue_rules import issue_findings
from newsletter.source.loader import compose
from newsletter.source.recipient_rules import recipient_findings
from newsletter.source.suggestions import listed, nearest
from newsletter.source.text import invisible_characters, read_text
from newsletter.source.words import did_you_mean

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class IssueFile:
    """A valid issue. ``file`` is relative to the workspace with ``/``; ``places`` tells where each key and value stands."""

    id: str
    issue: Issue
    file: str
    path: Path
    places: Places


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


@dataclass(frozen=True, slots=True)
class _Read:
    """One file: its model's value if it has one, and what is known of it in any case."""

    value: BaseModel | None
    arranged: Arranged | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def places(self) -> Places:
        return self.arranged.places if self.arranged else Places()


def read(directory: Path, issues: Sequence[str] | None = None) -> Reading:
    """``newsletter.yaml``, ``recipients.yaml`` and the named issues (None: all). Raises ``Refused`` for an issue that does
    not exist, and nothing for what a file contains.
    """
    existing = issue_ids(directory)
    chosen = existing if issues is None else tuple(dict.fromkeys(issues))
    for issue in chosen:
        if issue not in existing:
            raise _no_such_issue(issue, existing)
    strays = tuple(stray_files(directory, None if issues is None else chosen))
    settings = _settings(directory)
    recipients = _recipients(directory)
    settings_value = settings.value if isinstance(settings.value, Settings) else None
    read_issues = [(issue, _issue(directory, issue, settings_value, existing)) for issue in chosen]
    return Reading(
        directory=directory,
        settings=SettingsFile(settings_value, SETTINGS, settings.places) if settings_value else None,
        recipients=(
            RecipientsFile(recipients.value, RECIPIENTS, recipients.places)
            if isinstance(recipients.value, Recipients)
            else None
        ),
        issues=tuple(
            IssueFile(issue, found.value, issue_file(issue), directory / ISSUES / f"{issue}.yaml", found.places)
            for issue, found in read_issues
            if isinstance(found.value, Issue)
        ),
        diagnostics=(
            *strays,
            *settings.diagnostics,
            *recipients.diagnostics,
            *(diagnostic for _id, found in read_issues for diagnostic in found.diagnostics),
        ),
    )


def read_settings(directory: Path) -> SettingsFile:
    """``newsletter.yaml`` alone. Raises ``Invalid`` when it has errors."""
    found = _settings(directory)
    if not isinstance(found.value, Settings):
        raise Invalid(found.diagnostics)
    return SettingsFile(found.value, SETTINGS, found.places)


def required(reading: Reading) -> Reading:
    """The reading itself. Raises ``Invalid`` with all of its diagnostics if any is an error."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in reading.diagnostics):
        raise Invalid(reading.diagnostics)
    return reading


def _no_such_issue(issue: str, existing: tuple[str, ...]) -> Refused:
    if not existing:
        return Refused(_("Cannot find the issue {issue}: there are none yet.").format(issue=issue), _("Run “newsletter new”."))
    message = _("Cannot find the issue {issue}. Available: {list}.").format(issue=issue, list=listed(existing))
    return Refused(message, did_you_mean(nearest(issue, existing)))


def _settings(directory: Path) -> _Read:
    return _file(directory / SETTINGS, SETTINGS, Settings)


def _recipients(directory: Path) -> _Read:
    found = _file(directory / RECIPIENTS, RECIPIENTS, Recipients)
    if found.arranged is None:
        return found
    return _with_findings(found, recipient_findings(found.arranged.data, found.arranged.places))


def _issue(directory: Path, issue: str, settings: Settings | None, existing: tuple[str, ...]) -> _Read:
    found = _file(directory / ISSUES / f"{issue}.yaml", issue_file(issue), Issue)
    if found.arranged is None:
        return found
    return _with_findings(found, issue_findings(found.arranged.data, issue, settings, existing))


def _file(path: Path, file: str, model: type[M]) -> _Read:
    """A value only where no error of the file stands against it."""
    text, unreadable = read_text(path, file)
    if text is None:
        return _Read(None, None, unreadable)
    composed = compose(text, file)
    found = [*unreadable, *composed.diagnostics, *invisible_characters(text, file)]
    if composed.root is None:
        return _Read(None, None, _in_order(found))
    arranged = arrange(composed.root, model, file, text)
    value, faults = build(arranged, model)
    found += [*arranged.diagnostics, *faults, *doubts(arranged)]
    return _sound(_Read(value, arranged, tuple(found)))


def _with_findings(read_file: _Read, findings: Sequence[Finding]) -> _Read:
    assert read_file.arranged is not None
    placed = [_placed(finding, read_file.arranged) for finding in findings]
    return _sound(replace(read_file, diagnostics=(*read_file.diagnostics, *placed)))


def _placed(finding: Finding, arranged: Arranged) -> Diagnostic:
    place = arranged.places.of(finding.location)
    return Diagnostic(arranged.file, place.line, place.column, finding.severity, finding.code, finding.message, finding.hint)


def _sound(read_file: _Read) -> _Read:
    has_errors = any(diagnostic.severity is Severity.ERROR for diagnostic in read_file.diagnostics)
    return replace(read_file, value=None if has_errors else read_file.value, diagnostics=_in_order(read_file.diagnostics))


def _in_order(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By position; an invisible character that is an error already is not doubted as well."""
    errors = {(each.line, each.column) for each in found if each.severity is Severity.ERROR}
    kept = [each for each in found if each.code != "invisible-character" or (each.line, each.column) not in errors]
    return tuple(sorted(dict.fromkeys(kept), key=lambda each: (each.line, each.column)))

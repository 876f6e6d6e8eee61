"""Everything that is known of one issue before anybody gets it: its content, and all that is wrong or doubtful."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.checks.review import review
from newsletter.letter import compile_content, image_findings, logo_findings
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Diagnostic, Invalid
from newsletter.source import IssueFile, Reading, SettingsFile, issue_before, issue_ids


@dataclass(frozen=True, slots=True)
class Examined:
    """``content`` is None where no letter can be made; ``diagnostics`` then hold an error that says why."""

    content: Content | None
    diagnostics: tuple[Diagnostic, ...]


def examine(issue: str, reading: Reading) -> Examined:
    """Compile and review the issue of that id, as far as the files allow. Diagnostics are those of the reading, then of
    pictures and templates, then of the rules, each once.
    """
    file = next((file for file in reading.issues if file.id == issue), None)
    if file is None or reading.settings is None:
        return Examined(None, reading.diagnostics)
    of_pictures = tuple(_of_pictures(file, reading.settings, reading.directory))
    content, of_templates = _compiled(file, reading.settings, reading.directory)
    if any(one.is_error for one in of_pictures):
        content = None  # there is one, with alternative texts for pictures, and it is not to be sent
    of_rules = review(file, reading.settings, reading.recipients, content, _others(file, reading))
    return Examined(content, tuple(dict.fromkeys((*reading.diagnostics, *of_pictures, *of_templates, *of_rules))))


def _of_pictures(file: IssueFile, settings: SettingsFile, directory: Path) -> Iterator[Diagnostic]:
    for finding in image_findings(file.issue, directory):
        yield finding.placed(file.file, file.places)
    for finding in logo_findings(settings.settings, directory):
        yield finding.placed(settings.file, settings.places)


def _others(file: IssueFile, reading: Reading) -> Sequence[IssueFile]:
    """The issues that this one is held against: those that were read with it, and the one before it."""
    before = issue_before(reading.directory, file.id) if len(reading.issues) < len(issue_ids(reading.directory)) else None
    return (*reading.issues, before) if before else reading.issues


def _compiled(file: IssueFile, settings: SettingsFile, directory: Path) -> tuple[Content | None, tuple[Diagnostic, ...]]:
    try:
        return compile_content(file.issue, settings.settings, directory), ()
    except Invalid as fault:
        return None, fault.diagnostics

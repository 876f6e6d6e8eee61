"""Everything that is known of one issue before anybody gets it: its content, and all that is wrong or doubtful."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.checks.review import placed, review
from newsletter.letter import compile_content, image_findings, logo_findings
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Diagnostic, Invalid, Severity
from newsletter.source import IssueFile, Reading, SettingsFile


@dataclass(frozen=True, slots=True)
class Examined:
    """``content`` is None where no letter can be made; ``diagnostics`` then hold an error that says why."""

    content: Content | None
    diagnostics: tuple[Diagnostic, ...]


def examine(issue: str, reading: Reading, earlier: Sequence[IssueFile] = ()) -> Examined:
    """Compile and review the issue of that id, as far as the files allow. Diagnostics are those of the reading, then of
    pictures and templates, then of the rules, each once. ``earlier`` are the other issues, of whatever date.
    """
    file = next((file for file in reading.issues if file.id == issue), None)
    if file is None or reading.settings is None:
        return Examined(None, reading.diagnostics)
    of_pictures = tuple(_of_pictures(file, reading.settings, reading.directory))
    content: Content | None = None
    of_templates: tuple[Diagnostic, ...] = ()
    if all(one.severity is not Severity.ERROR for one in of_pictures):
        content, of_templates = _compiled(file, reading.settings, reading.directory)
    of_rules = review(file, reading.settings, reading.recipients, content, earlier)
    return Examined(content, tuple(dict.fromkeys((*reading.diagnostics, *of_pictures, *of_templates, *of_rules))))


def _of_pictures(file: IssueFile, settings: SettingsFile, directory: Path) -> Iterator[Diagnostic]:
    yield from placed(image_findings(file.issue, directory), file.file, file.places)
    yield from placed(logo_findings(settings.settings, directory), settings.file, settings.places)


def _compiled(file: IssueFile, settings: SettingsFile, directory: Path) -> tuple[Content | None, tuple[Diagnostic, ...]]:
    try:
        return compile_content(file.issue, settings.settings, directory), ()
    except Invalid as fault:
        return None, fault.diagnostics

"""The contributions to an issue: the files of its folder ``issues/ISSUE/``, each read by itself."""

from dataclasses import dataclass, replace
from pathlib import Path

from newsletter.model.contribution import Contribution
from newsletter.model.diagnostics import Diagnostic, Finding, Place
from newsletter.model.settings import Settings
from newsletter.source.answers.mail import judge_form
from newsletter.source.answers.merging import ContributionFile
from newsletter.source.diagnostics.suggestions import comma_list
from newsletter.source.diagnostics.value_words import RULES
from newsletter.source.diagnostics.words import diagnostic, finding
from newsletter.source.files import ISSUES, copy_of, unread_files, visible_files
from newsletter.source.judging import Judged, first_faults, judge, with_findings
from newsletter.source.rules.contribution import complete, contribution_findings
from newsletter.source.rules.issue import plan_of

ENDINGS = (".yaml", ".eml", ".txt")
_DOCUMENTS = (".doc", ".docx", ".htm", ".html", ".md", ".msg", ".odt", ".pages", ".pdf", ".rtf")
"""What somebody may have written a contribution in; pictures are nobody's words."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """Those that can be used, in the order of their names, and what is wrong with any."""

    files: tuple[ContributionFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    faulty: tuple[str, ...] = ()
    """The files that have come and cannot be used."""
    faulty_authors: tuple[str, ...] = ()
    """Who they are from, as far as they say."""


def folder_of(directory: Path, issue: str) -> Path:
    return directory / ISSUES / issue


def read_contributions(directory: Path, issue: str, settings: Settings | None) -> Contributions:
    """Everything in the folder of ``issue``, whether the issue itself has been written or not."""
    files: list[ContributionFile] = []
    found: list[Diagnostic] = []
    faulty: list[str] = []
    authors: list[str] = []
    paths = [path for path in visible_files(folder_of(directory, issue)) if path.is_file()]
    for path in paths:
        file = f"{ISSUES}/{issue}/{path.name}"
        if stray := _stray(path, file, paths):
            found.append(stray)
        elif path.suffix in ENDINGS:
            judged = _judge(path, file, issue, settings)
            found += first_faults(judged.diagnostics)
            if judged.value is None:
                faulty.append(file)
                authors += _author(judged)
            else:
                files.append(ContributionFile(path.stem, judged.value, file, judged.places))
    found += unread_files(folder_of(directory, issue), f"{ISSUES}/{issue}", _is_looked_at)
    return Contributions(tuple(files), tuple(found), tuple(faulty), tuple(authors))


def _is_looked_at(path: Path) -> bool:
    ending = path.suffix.lower()
    return path.is_file() and (ending in ENDINGS or ending in _DOCUMENTS or ending == ".yml")


def _stray(path: Path, file: str, beside: list[Path]) -> Diagnostic | None:
    """A copy that a synchronised folder left, or a file that would be read under another ending."""
    stems = {other.stem for other in beside if other.suffix == path.suffix}
    if path.suffix in ENDINGS and (original := copy_of(path.stem, stems)):
        return diagnostic(file, Place(), "conflicted-copy", name=path.name, original=f"{original}{path.suffix}")
    ending = path.suffix.lower()
    meant = ".yaml" if ending == ".yml" else ending
    if path.suffix not in ENDINGS and meant in ENDINGS:
        return diagnostic(file, Place(), "wrong-ending", name=path.name, ending=path.suffix, remedy=f"{path.stem}{meant}")
    if ending in _DOCUMENTS:
        return diagnostic(file, Place(), "contribution-not-read", name=path.name, choices=comma_list(ENDINGS))
    return None


def _judge(path: Path, file: str, issue: str, settings: Settings | None) -> Judged[Contribution]:
    if path.suffix == ".yaml":
        judged = judge(path, file, Contribution, complete=complete)
    else:
        judged = judge_form(path, file, plan_of(issue, settings) if settings else None)
    if judged.arranged is None:
        return judged
    found = contribution_findings(judged.arranged.data, issue, settings)
    return with_findings(judged, found if path.suffix == ".yaml" else map(_in_form, found))


def _author(judged: Judged[Contribution]) -> list[str]:
    """Whom an answer that cannot be used is from: they have answered all the same."""
    by = judged.arranged.data.get("by") if judged.arranged else None
    return [by] if isinstance(by, str) else []


def _in_form(found: Finding) -> Finding:
    """The finding in the words of the form, where it names keys of YAML."""
    worded = f"{found.code}/form"
    return replace(finding(found.location, worded), code=found.code) if worded in RULES else found

"""Everything that is known of an issue before anybody gets it: its content, and all that is wrong or doubtful."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.checks.codes import LINK_CODES
from newsletter.checks.review import review, review_house
from newsletter.checks.rules.clients import unsupported
from newsletter.checks.rules.legible import illegible
from newsletter.checks.waivers import Accepted, Settled, Waivers, settled
from newsletter.letter import Content
from newsletter.letter.compile import compile_content
from newsletter.letter.pictures import image_findings, logo_findings
from newsletter.letter.templates import FOLDER
from newsletter.model.diagnostics import Diagnostic, Invalid
from newsletter.source import IssueFile, Reading, SettingsFile, issue_ids, issues_before


@dataclass(frozen=True, slots=True)
class Examined:
    """``content`` is None where no letter can be made; ``diagnostics`` then hold an error that says why. ``accepted`` are
    findings that the editor has given a reason for.
    """

    content: Content | None
    diagnostics: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...] = ()


def examine(issue: str, reading: Reading, made: Examined | None = None) -> Examined:
    """Compile and review the issue of that id, as far as the files allow; ``made`` is what ``compiled`` gave, if that was done.
    Diagnostics are those of the reading, then of pictures and templates, then of the rules, each once.
    """
    file = next((file for file in reading.issues if file.id == issue), None)
    content, found = _examined(file, reading, made) if file else (None, review_house(reading.settings, reading.recipients))
    judged = {file.id} if file and content else set()
    after = _settled(dict.fromkeys((*reading.diagnostics, *found)), reading, [file] if file else [], judged, LINK_CODES)
    return Examined(content, after.diagnostics, after.accepted)


def survey(reading: Reading, of_links: Sequence[Diagnostic] | None = None) -> Settled:
    """What is found in all of the reading's files. ``of_links`` is what following their links gave, where that was done."""
    found = [*reading.diagnostics, *(of_links or ()), *review_house(reading.settings, reading.recipients)]
    judged = set()
    for file in reading.issues:
        content, of_issue = _examined(file, reading)
        found += of_issue
        judged |= {file.id} if content else set()
    unsought = LINK_CODES if of_links is None else frozenset()
    return _settled(dict.fromkeys(found), reading, reading.issues, judged, unsought)


def compiled(issue: str, reading: Reading) -> Examined:
    """The first half of ``examine``: the content, and what is wrong with pictures and templates."""
    file = next((file for file in reading.issues if file.id == issue), None)
    if file is None or reading.settings is None:
        return Examined(None, ())
    of_pictures = tuple(_of_pictures(file, reading.settings, reading.directory))
    content, of_templates = _compiled(file, reading.settings, reading.directory)
    if any(one.is_error for one in of_pictures):
        content = None  # there is one, with alternative texts for pictures, and it is not to be sent
    return Examined(content, (*of_pictures, *of_templates))


def _examined(file: IssueFile, reading: Reading, made: Examined | None = None) -> tuple[Content | None, tuple[Diagnostic, ...]]:
    if reading.settings is None:
        return None, review_house(None, reading.recipients)
    made = made or compiled(file.id, reading)
    content = made.content
    of_clients = (*unsupported(content, reading.directory), *illegible(content, reading.directory)) if content else ()
    of_rules = review(file, reading.settings, reading.recipients, content, _others(file, reading))
    return content, (*made.diagnostics, *of_clients, *of_rules)


def _settled(
    found: dict[Diagnostic, None],
    reading: Reading,
    issues: Sequence[IssueFile],
    judged: set[str],
    unsought: frozenset[str],
) -> Settled:
    files = [
        Waivers(one.file, one.places, one.issue.accept, one.file.removesuffix(".yaml"), one.id in judged) for one in issues
    ]
    if reading.settings:
        house = reading.settings
        files.append(Waivers(house.file, house.places, house.settings.accept, FOLDER, bool(judged)))
    if reading.recipients:
        files.append(Waivers(reading.recipients.file, reading.recipients.places, reading.recipients.recipients.accept))
    return settled(tuple(found), files, unsought)


def _of_pictures(file: IssueFile, settings: SettingsFile, directory: Path) -> Iterator[Diagnostic]:
    for finding in image_findings(file.issue, directory):
        yield finding.place_in(file.file, file.places)
    for finding in logo_findings(settings.settings, directory):
        yield finding.place_in(settings.file, settings.places)


def _others(file: IssueFile, reading: Reading) -> Sequence[IssueFile]:
    """The issues that this one is held against: those that were read with it, or the ones before it."""
    is_whole = len(reading.issues) >= len(issue_ids(reading.directory))
    known = {one.id for one in reading.issues}
    before = () if is_whole else issues_before(reading.directory, file.id)
    return (*reading.issues, *(one for one in before if one.id not in known))


def _compiled(file: IssueFile, settings: SettingsFile, directory: Path) -> tuple[Content | None, tuple[Diagnostic, ...]]:
    try:
        return compile_content(file.issue, settings.settings, directory), ()
    except Invalid as fault:
        return None, fault.diagnostics

"""Examining an issue before it is sent to anyone: its files are read, its letter is compiled, and the rules are run on both."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsletter.checks import (
    Accepted,
    ClientSupport,
    LinkedPage,
    Markup,
    Settled,
    Surroundings,
    Waivers,
    checks_about,
    findings,
    settle,
)
from newsletter.letter import Content
from newsletter.letter.compile import compile_content
from newsletter.letter.pictures import image_findings, logo_findings
from newsletter.letter.templates import FOLDER, has_own_templates, template_place
from newsletter.model.diagnostics import Diagnostic, Invalid, Place, Places
from newsletter.model.moves import has_moved_dates
from newsletter.source import IssueFile, Reading, RecipientsFile, SettingsFile, issue_ids, issues_before

_CLIENT_SUPPORT = Path(__file__).parent / "caniemail.json.gz"
_LINKS_UNSOUGHT = frozenset(check.code.name for check in checks_about(LinkedPage))


@dataclass(frozen=True, slots=True)
class Examined:
    """``content`` is None where no letter can be made; ``diagnostics`` then hold an error that says why. ``accepted`` are
    findings that the editor has given a reason for.
    """

    content: Content | None
    diagnostics: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...] = ()


def examine(issue: str, reading: Reading, made: Examined | None = None) -> Examined:
    """Compile and review the issue of that id, as far as the files allow; ``made`` is what ``compile_issue`` gave, if that was
    done. Diagnostics are those of the reading, then of pictures and templates, then of the rules, each once.
    """
    file = next((file for file in reading.issues if file.id == issue), None)
    content, found = _examine_file(file, reading, made) if file else (None, review_house(reading.settings, reading.recipients))
    judged = {file.id} if file and content else set()
    after = _settle(dict.fromkeys((*reading.diagnostics, *found)), reading, [file] if file else [], judged, _LINKS_UNSOUGHT)
    return Examined(content, after.diagnostics, after.accepted)


def survey(reading: Reading, of_links: Sequence[Diagnostic] | None = None) -> Settled:
    """What is found in all of the reading's files. ``of_links`` is what following their links gave, where that was done."""
    found = [*reading.diagnostics, *(of_links or ()), *review_house(reading.settings, reading.recipients)]
    judged = set()
    for file in reading.issues:
        content, of_issue = _examine_file(file, reading)
        found += of_issue
        judged |= {file.id} if content else set()
    unsought = _LINKS_UNSOUGHT if of_links is None else frozenset()
    return _settle(dict.fromkeys(found), reading, reading.issues, judged, unsought)


def compile_issue(issue: str, reading: Reading) -> Examined:
    """The first half of ``examine``: the content, and what is wrong with pictures and templates."""
    file = next((file for file in reading.issues if file.id == issue), None)
    if file is None or reading.settings is None:
        return Examined(None, ())
    of_pictures = tuple(_of_pictures(file, reading.settings, reading.directory))
    content, of_templates = _compile(file, reading.settings, reading.directory)
    if any(one.is_error for one in of_pictures):
        content = None  # there is one, with alternative texts for pictures, and it is not to be sent
    return Examined(content, (*of_pictures, *of_templates))


def review(
    file: IssueFile,
    settings: SettingsFile,
    recipients: RecipientsFile | None,
    content: Content | None,
    others: Sequence[IssueFile] = (),
) -> tuple[Diagnostic, ...]:
    """Every finding about one issue and what goes with it, in the order of files and lines. Errors stop a sending.

    What needs ``content``, ``recipients`` or ``others`` is left out where they are. Two issues reviewed with the same
    recipients give equal diagnostics of them.
    """
    around = Surroundings(
        settings.settings,
        recipients.recipients if recipients else None,
        {one.id: one.issue for one in others if one.id != file.id},
    )
    found = [*findings(file.issue), *findings(file.issue, around), *(findings(content) if content else ())]
    of_issue = {finding.place_in(file.file, file.places) for finding in found}
    return tuple(sorted({*of_issue, *review_house(settings, recipients)}))


def review_house(settings: SettingsFile | None, recipients: RecipientsFile | None) -> tuple[Diagnostic, ...]:
    """What can be said of settings and recipients whatever the issues are like; they may be unreadable."""
    found: set[Diagnostic] = set()
    if settings:
        found |= {finding.place_in(settings.file, settings.places) for finding in findings(settings.settings)}
    if recipients:
        found |= {finding.place_in(recipients.file, recipients.places) for finding in findings(recipients.recipients)}
    return tuple(sorted(found))


def review_markup(content: Content, directory: Path) -> tuple[Diagnostic, ...]:
    """What some mail client or some eye would miss in the letter, each at the template line that writes it."""
    html = "".join(part if isinstance(part, str) else "x" for part in content.html)
    found = findings(Markup(html, client_support(), has_own_templates(directory)))
    return tuple(dict.fromkeys(finding.place_in(*_template_place(directory, str(finding.location[0]))) for finding in found))


@cache
def client_support() -> ClientSupport:
    """From caniemail's tests, as ``docs/caniemail.py`` keeps them."""
    data = json.loads(gzip.decompress(_CLIENT_SUPPORT.read_bytes()))
    return ClientSupport(data["date"], data["features"])


def _template_place(directory: Path, pattern: str) -> tuple[str, Places]:
    file, line = template_place(directory, pattern)
    return file, Places({(): Place(line)})


def _examine_file(
    file: IssueFile, reading: Reading, made: Examined | None = None
) -> tuple[Content | None, tuple[Diagnostic, ...]]:
    if reading.settings is None:
        return None, review_house(None, reading.recipients)
    made = made or compile_issue(file.id, reading)
    content = made.content
    of_markup = review_markup(content, reading.directory) if content else ()
    of_rules = review(file, reading.settings, reading.recipients, content, _others(file, reading))
    return content, (*made.diagnostics, *of_markup, *of_rules)


def _settle(
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
    return settle(tuple(found), files, unsought)


def _of_pictures(file: IssueFile, settings: SettingsFile, directory: Path) -> Iterator[Diagnostic]:
    for finding in image_findings(file.issue, directory):
        yield finding.place_in(file.file, file.places)
    for finding in logo_findings(settings.settings, directory):
        yield finding.place_in(settings.file, settings.places)


def _others(file: IssueFile, reading: Reading) -> Sequence[IssueFile]:
    """The issues that this one is compared with: those that were read with it, or the ones before it; all of them where a
    date was moved, because any may have announced it.
    """
    existing = len(issue_ids(reading.directory))
    if len(reading.issues) >= existing:
        return reading.issues
    known = {one.id for one in reading.issues}
    directory, moves = reading.directory, has_moved_dates(file.issue)
    before = issues_before(directory, file.id, existing) if moves else issues_before(directory, file.id)
    return (*reading.issues, *(one for one in before if one.id not in known))


def _compile(file: IssueFile, settings: SettingsFile, directory: Path) -> tuple[Content | None, tuple[Diagnostic, ...]]:
    try:
        return compile_content(file.issue, settings.settings, directory), ()
    except Invalid as fault:
        return None, fault.diagnostics

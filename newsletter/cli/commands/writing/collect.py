"""``newsletter collect``: who has contributed to an issue, who is missing, and what came into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from newsletter.accounting import GatheredContributions, WheelStep, count_items, due_day, gather_contributions, last_day
from newsletter.cli.clock import today
from newsletter.cli.exits import Exit
from newsletter.cli.output import emit_json, say, table
from newsletter.cli.show.diagnostics import as_record, show_diagnostics
from newsletter.cli.show.words import day_words, days_words, listing
from newsletter.cli.workspace import find_directory
from newsletter.disk import write_whole
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Diagnostic, Refused
from newsletter.model.issue import quarter_of
from newsletter.model.settings import Settings, plan_for
from newsletter.source import (
    Contributions,
    contribution_form,
    contribution_skeleton,
    folder_of,
    form_page,
    issue_ids,
    nearest_id,
    plan_of,
    read,
    read_contributions,
    read_settings,
    refresh_schemas,
    refuse_placeholder,
)


@dataclass(frozen=True, slots=True)
class _Collection:
    issue: str
    deadline: date
    came: Contributions
    gathered: GatheredContributions
    items: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]
    """Of the contributions, and of what they are to the issue where it has been begun."""


def collect(*, issue: str, name: str | None, form: bool, out: Path | None, as_json: bool) -> int:
    directory = find_directory()
    settings = read_settings(directory).settings
    if out:
        _write_form(out, issue, name, settings)
        return Exit.DONE
    if form:
        say(_form(issue, name, settings).rstrip("\n"))
        return Exit.DONE
    if name:
        _write(directory, issue, name, settings)
        return Exit.DONE
    found = _collect(directory, issue, settings)
    if as_json:
        emit_json(as_document(found))
    else:
        show_diagnostics(found.diagnostics, directory)
        _show(found, today(settings.timezone))
    return Exit.REFUSED if any(one.is_error for one in found.diagnostics) else Exit.DONE


def deadline(settings: Settings, issue: str) -> date:
    """The last day for contributions to ``issue``."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    return last_day(plan_for(settings, quarter.year), due_day(settings, quarter), WheelStep.CONTRIBUTIONS)


def _collect(directory: Path, issue: str, settings: Settings) -> _Collection:
    came = read_contributions(directory, issue, settings)
    diagnostics = came.diagnostics
    if issue in issue_ids(directory):
        folder = f"issues/{issue}/"
        diagnostics = tuple(one for one in read(directory, [issue]).diagnostics if one.file.startswith(folder))
    return _Collection(
        issue=issue,
        deadline=deadline(settings, issue),
        came=came,
        gathered=gather_contributions(plan_of(issue, settings), came.files),
        items=count_items(came.files),
        diagnostics=diagnostics,
    )


def as_document(found: _Collection) -> dict[str, Any]:
    """Keys are only ever added."""
    return {
        "schema": 1,
        "issue": found.issue,
        "deadline": found.deadline.isoformat(),
        "members": [
            {"name": member.name, "boards": member.boards, "files": [one.file for one in files]}
            for member, files in found.gathered.members
        ],
        "missing": [member.name for member in found.gathered.missing],
        "boards": dict(found.gathered.boards),
        "others": [
            {"file": one.file, "by": one.contribution.by, "board": one.contribution.board} for one in found.gathered.others
        ],
        "items": found.items,
        "empty": [one.file for one in found.gathered.empty],
        "nothing": [one.file for one in found.gathered.nothing],
        "faulty": found.came.faulty,
        "diagnostics": [as_record(one) for one in found.diagnostics],
    }


def _show(found: _Collection, day: date) -> None:
    members = found.gathered.members
    here = len(members) - len(found.gathered.missing)
    if members and found.gathered.nothing:
        text = _("{issue}: {n} of {total} members have answered.")
        say(text.format(issue=found.issue, n=here, total=len(members)))
    elif members:
        text = _("{issue}: {n} of {total} members have contributed.")
        say(text.format(issue=found.issue, n=here, total=len(members)))
    else:
        text = ngettext("{issue}: {n} contribution.", "{issue}: {n} contributions.", len(found.came.files))
        say(text.format(issue=found.issue, n=len(found.came.files)))
        say(_("Name the members under plan in newsletter.yaml to see who is missing."))
    text = _("The last day for contributions is {day}, {left}.")
    if found.deadline < day:
        text = _("The last day for contributions was {day}, {left}.")
    say(text.format(day=day_words(found.deadline), left=days_words((found.deadline - day).days)))
    if members:
        say()
        rows = [
            (member.name, ", ".join(member.boards) or "–", ", ".join(_name(one.file) for one in files) or _("missing"))
            for member, files in members
        ]
        table((_("Member"), _("Boards"), _("Contribution")), rows)
        say()
    for sentence in _sentences(found):
        say(sentence)


def _sentences(found: _Collection) -> list[str]:
    sentences = []
    if others := found.gathered.others:
        files = listing(f"{_name(one.file)} ({one.contribution.by or one.contribution.board})" for one in others)
        sentences.append(_("From others: {files}.").format(files=files))
    if nothing := found.gathered.nothing:
        names = listing(one.contribution.by or one.contribution.board or _name(one.file) for one in nothing)
        sentences.append(_("Nothing this time from: {names}.").format(names=names))
    if empty := found.gathered.empty:
        sentences.append(_("Nothing is written yet in: {files}.").format(files=listing(_name(one.file) for one in empty)))
    if found.came.faulty:
        sentences.append(_("Cannot be used yet: {files}.").format(files=listing(map(_name, found.came.faulty))))
    if silent := found.gathered.silent_boards:
        sentences.append(_("Nobody has written about: {boards}.").format(boards=", ".join(silent)))
    words = [_kind(kind, number) for kind, number in found.items.items() if number]
    if words:
        sentences.append(_("Came into the issue: {items}.").format(items=listing(words)))
    return sentences


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _kind(kind: str, n: int) -> str:
    return {
        "text": ngettext("{n} text", "{n} texts", n),
        "decisions": ngettext("{n} decision", "{n} decisions", n),
        "proposals": ngettext("{n} proposal", "{n} proposals", n),
        "followups": ngettext("{n} follow-up", "{n} follow-ups", n),
        "visits": ngettext("{n} visit", "{n} visits", n),
        "media": ngettext("{n} publication", "{n} publications", n),
        "calendar": ngettext("{n} date", "{n} dates", n),
    }[kind].format(n=n)


def _write(directory: Path, issue: str, name: str, settings: Settings) -> None:
    path = folder_of(directory, issue) / f"{nearest_id(name) or 'bidrag'}.yaml"
    place = path.relative_to(directory).as_posix()
    refuse_placeholder(path)
    if path.exists():
        message = _("{path} already exists and is left as it is.").format(path=place)
        raise Refused(message, _("Write in it, or take the file away first."))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, contribution_skeleton(issue, name, settings))
    refresh_schemas(directory)
    say(_("Created {path}. What is filled in there comes into {issue} by itself.").format(path=place, issue=issue))


def _form(issue: str, name: str | None, settings: Settings, make: Callable[..., str] = contribution_form) -> str:
    day = deadline(settings, issue)
    return make(issue, name, day if day >= today(settings.timezone) else None, settings)


def _write_form(out: Path, issue: str, name: str | None, settings: Settings) -> None:
    """The form as text or as a page for a browser, by the ending of the file."""
    match out.suffix.lower():
        case ".html":
            text = _form(issue, name, settings, form_page)
        case ".txt":
            text = _form(issue, name, settings)
        case _:
            message = _("{path} is neither a text nor a page.").format(path=out)
            raise Refused(
                message, _("Let the name end with .txt for the form as text, or with .html for a page to open in a browser.")
            )
    write_whole(out, text, is_durable=False)
    say(_("Created {path}.").format(path=out))

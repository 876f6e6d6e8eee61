"""``newsletter archive``: a site of what has been sent, in a folder to publish."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import click

from newsletter.cli.clock import now
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import say, warn
from newsletter.delivery.log import sent_forms, timestamp
from newsletter.disk import Bounds, NotOfItsKind, TooBig, TooDeep, TooSlow, read_json, real_path, write_whole
from newsletter.editions.site import Published, build_site, publish
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import municipalities
from newsletter.model.settings import Settings
from newsletter.model.urls import split_url
from newsletter.operations.workspace import Workspace
from newsletter.source import Reading, read, read_settings

_MARK = ".newsletter-archive.json"
"""It lists what the program wrote, so that the program takes away its own files and no others."""
_BOUNDS = Bounds(1_000_000, seconds=5, deepest=2)
"""Some twenty thousand names; whether each is a file of ours is looked up on the disk."""
_NAME = re.compile(r"\w+(?:(?:[.-]+|/)\w+)*", re.ASCII)
"""Names of files as the archive gives them: with it they are neither hidden, nor absolute, nor above the folder."""


def write_archive(*, directory: Path, url: str | None) -> None:
    workspace = find_workspace()
    reading = read(workspace.directory)
    settings = _settings(reading)
    recipients = reading.recipients.recipients if reading.recipients else None
    reports = _find_published(workspace, reading, settings)
    files = build_site(reports, settings, municipalities(recipients), workspace.directory, _address(url))
    _write(directory, files)
    for report in reports:
        if report.issue is None:
            warn(_("What {issue} contains is not known, so it cannot be searched.").format(issue=report.id))
    text = ngettext(
        "The archive is written: {count} report. Look at it in a browser: {path}",
        "The archive is written: {count} reports. Look at it in a browser: {path}",
        len(reports),
    )
    say(text.format(count=len(reports), path=directory / "index.html"))


def _settings(reading: Reading) -> Settings:
    return reading.settings.settings if reading.settings else read_settings(reading.directory).settings


def _find_published(workspace: Workspace, reading: Reading, settings: Settings) -> tuple[Published, ...]:
    """What has left by now; Refused when nothing has."""
    at = timestamp(now())
    with workspace.open_log(settings) as log:
        forms = [form for form in sent_forms(log) if form.first <= at]
    if not forms:
        raise Refused(
            _("There is nothing to show: no issue has been sent."),
            _("Send one with “newsletter send”. Rehearsals do not count."),
        )
    return publish(forms, {file.id: file.issue for file in reading.issues})


def _address(url: str | None) -> str | None:
    if url is None:
        return None
    parts = split_url(url)
    if parts is None or parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise click.BadParameter(_("Write the whole address of the site: https://…"), param_hint="--url")
    return url.rstrip("/") + "/"


def _write(directory: Path, files: Mapping[str, bytes]) -> None:
    """Its own earlier files that are not among ``files`` go; a folder that holds anything else is refused."""
    try:
        earlier = _find_earlier_files(directory)
        for name, content in files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content, inside=directory, is_durable=False)
        write_whole(directory / _MARK, json.dumps(sorted(files), indent=1) + "\n")
        for name in earlier - files.keys():
            (directory / name).unlink(missing_ok=True)
    except OSError as fault:
        raise Refused(
            _("The archive could not be written in {folder}: {fault}.").format(folder=directory, fault=fault.strerror or fault),
            _("Give another folder."),
        ) from None


def _find_earlier_files(directory: Path) -> set[str]:
    mark = directory / _MARK
    if not mark.is_file():
        if directory.is_dir() and any(directory.iterdir()):
            raise Refused(
                _("The folder {folder} holds other files, and nothing of theirs may be lost.").format(folder=directory),
                _("Give an empty folder, or the name of a new one."),
            )
        return set()
    try:
        names = read_json(mark, _BOUNDS)
    except (NotOfItsKind, TooBig, TooDeep, TooSlow):
        return set()
    listed = names if isinstance(names, list) else ()
    return {name for name in listed if isinstance(name, str) and _may_be_taken_away(directory, name)}


def _may_be_taken_away(directory: Path, name: str) -> bool:
    """The mark may have been written by another, or by a link on the way."""
    try:
        path = directory / name
        is_inside = bool(_NAME.fullmatch(name)) and real_path(path.parent).is_relative_to(real_path(directory))
        return is_inside and path.is_file()
    except OSError:
        return False

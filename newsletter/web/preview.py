"""The preview: one page around the letter, and the letter itself in a frame where nothing runs."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request
from jinja2 import StrictUndefined

from newsletter.checks import CLIPPED, HEAVY, TOO_HEAVY, html_bytes
from newsletter.locale import N_, _, language, ngettext
from newsletter.model.diagnostics import Diagnostic, Refused
from newsletter.model.recipients import Addressee
from newsletter.model.swedish import swedish_list
from newsletter.source import issue_ids
from newsletter.web.changes import FileChanges, source_files, version
from newsletter.web.server import LETTER_POLICY, guard
from newsletter.web.sight import Colours, Sight, diagnostics, editor_address, html_for_frame, look, point_at, source_lines

SHOWN = ("letter", "text", "print", "source", "yaml")
WIDTHS = ("desktop", "tablet", "phone")
IMAGES = ("on", "off")
STYLES = ("on", "off")
_HEARTBEAT = 15.0
"""Seconds; an answer that nobody reads any more is noticed when it is written to."""

Approval = Callable[[str, Sight], str]
"""A sentence on whether the issue of that id is approved as it is seen; empty where nothing is to be said."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page's address asks for."""

    issue: str
    reader: str
    show: str
    width: str
    colours: str
    images: str
    styles: str
    file: str
    line: int
    column: int

    def having(self, **other: object) -> dict[str, Any]:
        """The parts of the address of the same page, but for ``other``."""
        changed = asdict(self) | other
        return (
            changed if changed["show"] == "yaml" else {key: changed[key] for key in changed.keys() - {"file", "line", "column"}}
        )


@dataclass(frozen=True, slots=True)
class _Preview:
    directory: Path
    issue: str
    changes: FileChanges
    approval: Approval


def create_app(directory: Path, issue: str, approval: Approval | None = None) -> Flask:
    """The preview of a workspace, ``issue`` first; its files are read anew when they change. Answers only as ``guard`` allows,
    and only below a path that nobody can guess, which ``server.address`` tells.
    """
    app = Flask(__name__, static_folder=None)
    app.jinja_options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.logger.disabled = True  # a fault is told by whoever serves the app, not by a traceback on the terminal
    app.config["TOKEN"] = secrets.token_urlsafe(16)
    guard(app)
    preview = _Preview(directory, issue, FileChanges(directory), approval or (lambda _issue, _sight: ""))
    app.extensions["changes"] = preview.changes
    pages = Blueprint("preview", __name__, url_prefix=f"/{app.config['TOKEN']}", static_folder="static")
    pages.add_url_rule("/", "page", lambda: _page(preview))
    pages.add_url_rule("/letter", "letter", lambda: _letter(preview))
    pages.add_url_rule("/changes", "changes", lambda: _changes(preview))
    app.register_blueprint(pages)
    app.register_error_handler(404, lambda _missing: Response(words()["elsewhere"], 404, mimetype="text/plain"))
    return app


def _page(preview: _Preview) -> str:
    choice = _choice(preview)
    current = version(preview.directory)
    common = {
        "words": words(),
        "language": language(),
        "version": current,
        "choice": choice,
        "issues": issue_ids(preview.directory),
        "choices": {"show": SHOWN, "width": WIDTHS, "colours": tuple(map(str, Colours)), "images": IMAGES, "styles": STYLES},
    }
    try:
        sight = look(preview.directory, choice.issue)
        found = diagnostics(preview.directory, choice.issue)
    except Refused as refusal:
        return render_template("missing.html", **common, refusal=refusal, said="", sight=None)
    reader = sight.reader(choice.reader) if sight.can_be_read else None
    letter = sight.letter(reader) if reader else None
    return render_template(
        "letter.html" if letter else "broken.html",
        **common,
        said=announcement(found, has_letter=letter is not None),
        sight=sight,
        reader=reader,
        letter=letter,
        size=html_bytes(sight.content) if sight.content else 0,
        limits={"clipped": CLIPPED, "heavy": HEAVY, "too_heavy": TOO_HEAVY},
        diagnostics=[point_at(one, preview.directory) for one in _errors_first(found)],
        approval=preview.approval(choice.issue, sight) if letter else "",
        who=_who,
        yaml=_yaml(preview.directory, choice) if choice.show == "yaml" else None,
    )


def _letter(preview: _Preview) -> Response:
    """For the frame, also when there is nothing to show in it: the page keeps what it has until it knows more."""
    headers = {"Content-Security-Policy": LETTER_POLICY}
    choice = _choice(preview)
    try:
        sight = look(preview.directory, choice.issue)
    except Refused:
        return Response(status=404, headers=headers)
    letter = sight.letter(sight.reader(choice.reader)) if sight.can_be_read else None
    if letter is None or letter.html is None:
        return Response(status=404, headers=headers)
    is_whole = {"images": choice.images == "on", "styles": choice.styles == "on"}
    html = html_for_frame(letter, sight.version, Colours(choice.colours), paper=choice.show == "print", **is_whole)
    return Response(html, mimetype="text/html", headers=headers)


def _changes(preview: _Preview) -> Response:
    """Server-sent events: the version of the files at once, and each time that they have changed."""

    def told() -> Iterator[str]:
        seen = ""
        while True:
            current = preview.changes.after(seen, _HEARTBEAT)
            yield ": nothing new\n\n" if current == seen else f"data: {current}\n\n"
            seen = current

    return Response(told(), mimetype="text/event-stream")


def _choice(preview: _Preview) -> Choice:
    """From the address; the first of its kind for what it does not say, or says wrongly."""
    asked = request.args
    known = (*issue_ids(preview.directory), preview.issue)
    return Choice(
        issue=issue if (issue := asked.get("issue", "")) in known else preview.issue,
        reader=asked.get("reader", ""),
        show=_one_of(SHOWN, "show"),
        width=_one_of(WIDTHS, "width"),
        colours=_one_of(tuple(map(str, Colours)), "colours"),
        images=_one_of(IMAGES, "images"),
        styles=_one_of(STYLES, "styles"),
        file=asked.get("file", ""),
        line=asked.get("line", 0, int),
        column=asked.get("column", 1, int),
    )


def _one_of(choices: tuple[str, ...], name: str) -> str:
    given = request.args.get(name, "")
    return given if given in choices else choices[0]


def _yaml(directory: Path, choice: Choice) -> dict[str, Any]:
    """The lines of the file that was asked for, if a letter is made of it; else of the issue's own."""
    files = {path.relative_to(directory).as_posix(): path for path in source_files(directory)}
    file = choice.file if choice.file in files else f"issues/{choice.issue}.yaml"
    path = files.get(file, directory / file)
    line = max(choice.line, 0)
    return {
        "file": file,
        "lines": source_lines(path, line, max(choice.column, 1)),
        "editor": editor_address(path, max(line, 1), max(choice.column, 1)),
    }


def _errors_first(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return sorted(found, key=lambda one: not one.is_error)


def _who(addressee: Addressee) -> str:
    names = swedish_list(addressee.first_names)
    return f"{addressee.association_name} – {names}" if names else addressee.association_name


# The preview page's words, by the name that its templates know them by.

_WORDS = {
    "preview": N_("Preview"),
    "nothing_leaves": N_("Nothing is sent from here. The page shows each change as soon as the file is saved."),
    "to_the_letter": N_("To the letter"),
    "controls": N_("What is shown"),
    "beside": N_("About the letter"),
    "issue": N_("Issue"),
    "reader": N_("As seen by"),
    "show": N_("Show"),
    "show_letter": N_("Letter"),
    "show_text": N_("Plain text"),
    "show_print": N_("Printed"),
    "show_source": N_("Source"),
    "show_yaml": N_("YAML"),
    "width": N_("Width"),
    "width_phone": N_("Phone"),
    "width_tablet": N_("Tablet"),
    "width_desktop": N_("Computer"),
    "colours": N_("Colours"),
    "colours_light": N_("Light"),
    "colours_dark": N_("Dark"),
    "colours_forced": N_("Inverted"),
    "images": N_("Pictures"),
    "images_on": N_("Shown"),
    "images_off": N_("Blocked"),
    "styles": N_("Style sheet"),
    "styles_on": N_("Heeded"),
    "styles_off": N_("Without style sheet"),
    "submit": N_("Show this"),
    "in_short": N_("Line in the inbox, and size"),
    "in_the_inbox": N_("In the inbox"),
    "inbox_gmail": N_("Gmail on a computer"),
    "inbox_outlook": N_("Outlook’s list"),
    "inbox_iphone": N_("iPhone"),
    "size": N_("Size"),
    "size_said": N_("Gmail cuts a letter off at {limit} kB."),
    "error": N_("error"),
    "warning": N_("warning"),
    "editor": N_("Open in VS Code"),
    "no_file": N_("There is no such file."),
    "no_letter": N_("There is no letter to show until this is corrected:"),
    "no_reader": N_("There is nobody to show the letter to: no association in recipients.yaml has an active contact."),
    "remarks": N_("To read through"),
    "no_remarks": N_("The checks have nothing to remark on."),
    "text_alone": N_("This contact gets plain text alone."),
    "elsewhere": N_("The preview is at the address that “newsletter preview” has written in the terminal."),
    "stopped": N_("The preview has been ended. Run “newsletter preview” to see it again."),
}


def words() -> Mapping[str, str]:
    return {name: _(message) for name, message in _WORDS.items()}


def announcement(found: Sequence[Diagnostic], *, has_letter: bool) -> str:
    """What a screen reader is told when the page has changed."""
    if not has_letter:
        errors = sum(one.is_error for one in found)
        return ngettext("{n} error stops the letter.", "{n} errors stop the letter.", errors).format(n=errors)
    if not found:
        return _("The letter is up to date.")
    remarks = ngettext("{n} remark to read.", "{n} remarks to read.", len(found)).format(n=len(found))
    return f"{_('The letter is up to date.')} {remarks}"

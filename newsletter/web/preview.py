"""The preview: one page around the letter, and the letter itself in a frame where nothing runs."""

from pathlib import Path

from flask import Flask, Response, abort, render_template, request
from jinja2 import StrictUndefined

from newsletter.locale import language
from newsletter.model.diagnostics import Diagnostic, Refused
from newsletter.model.recipients import Addressee
from newsletter.model.swedish import swedish_list
from newsletter.web.guard import LETTER_POLICY, guard
from newsletter.web.sight import Sight, framed, look, version
from newsletter.web.words import words

WIDTHS = ("desktop", "phone")
EDITIONS = ("html", "text")


def create_app(directory: Path, issue: str) -> Flask:
    """The preview of one issue of a workspace, read anew at each request; answers only as ``guard`` allows."""
    app = Flask(__name__)
    app.jinja_options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.logger.disabled = True  # a fault is told by whoever serves the app, not by a traceback on the terminal
    guard(app)
    app.add_url_rule("/", "page", lambda: _page(directory, issue))
    app.add_url_rule("/letter", "letter", lambda: _letter(directory, issue))
    app.add_url_rule("/version", "version", lambda: Response(version(directory), mimetype="text/plain"))
    return app


def _page(directory: Path, issue: str) -> str:
    current = version(directory)
    chosen = {"width": _choice("width", WIDTHS), "edition": _choice("edition", EDITIONS)}
    common = {"words": words(), "language": language(), "version": current, "issue": issue, "chosen": chosen}
    try:
        sight = look(directory, issue)
    except Refused as refusal:
        return render_template("missing.html", **common, refusal=refusal)
    if not sight.can_be_read:
        return render_template("broken.html", **common, diagnostics=_sourced(sight, directory))
    reader = sight.reader(request.args.get("reader"))
    letter = sight.letter(reader)
    if letter is None or letter.html is None:
        chosen["edition"] = "text"
    return render_template(
        "letter.html",
        **common,
        diagnostics=_sourced(sight, directory),
        sight=sight,
        reader=reader,
        letter=letter,
        who=_who,
    )


def _letter(directory: Path, issue: str) -> Response:
    try:
        sight = look(directory, issue)
    except Refused:
        abort(404)
    letter = sight.letter(sight.reader(request.args.get("reader"))) if sight.can_be_read else None
    if letter is None or letter.html is None:
        abort(404)
    return Response(framed(letter), mimetype="text/html", headers={"Content-Security-Policy": LETTER_POLICY})


def _choice(name: str, choices: tuple[str, ...]) -> str:
    given = request.args.get(name, "")
    return given if given in choices else choices[0]


def _who(addressee: Addressee) -> str:
    names = swedish_list(addressee.first_names)
    return f"{addressee.association_name} – {names}" if names else addressee.association_name


def _sourced(sight: Sight, directory: Path) -> list[tuple[Diagnostic, str]]:
    """Each diagnostic with the line that it points at."""
    return [(diagnostic, _line(directory / diagnostic.file, diagnostic.line)) for diagnostic in sight.examined.diagnostics]


def _line(path: Path, number: int) -> str:
    if not path.is_file():
        return ""
    lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    return lines[number - 1].strip()[:200] if number <= len(lines) else ""

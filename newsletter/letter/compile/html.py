"""Templates into MJML and HTML, with every fault of a template told by file and line."""

import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2

from newsletter.letter.content import OPEN
from newsletter.letter.html.lint import Fault, lint
from newsletter.letter.html.mjml_html import to_html
from newsletter.letter.html.nodes import Nodes, misplaced, read_nodes
from newsletter.letter.html.normalise import normalise
from newsletter.letter.html.unbroken import unbroken
from newsletter.letter.templates import bounds
from newsletter.letter.templates.environment import environment
from newsletter.letter.templates.files import FOLDER, shipped_templates, template_diagnostic
from newsletter.letter.templates.template_words import in_words
from newsletter.letter.templates.traced import Trace, lift_marks
from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Invalid

MJML_TEMPLATE = "base.mjml.j2"
CSS_TEMPLATE = "inline.css.j2"
# What an expression in a template raises besides Jinja's own: {{ 1 + "a" }}, {{ 1 / 0 }}, range(10**9).
_IN_EXPRESSIONS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError)

_SANDBOX = (Path(jinja2.__file__).parent, Path(bounds.__file__))
"""Where what stands on top of a template's own line is the sandbox, and not a fault in the program."""


def html_of(view: Mapping[str, Any], directory: Path) -> str:
    """The HTML edition with its slots still marked. Raises ``Invalid`` for every fault of a template."""
    with faults_reported(directory):
        mjml, css = written(view, directory)
    html, faults = _checked(mjml, css)
    if faults:
        raise Invalid(_placed(faults, mjml, view, directory))
    return html


def written(view: Mapping[str, Any], directory: Path) -> tuple[str, str]:
    """MJML and the style sheet to inline, as the templates write them. Raises Jinja's own errors."""
    made = environment(directory)
    return made.get_template(MJML_TEMPLATE).render(view), made.get_template(CSS_TEMPLATE).render(view)


@contextmanager
def faults_reported(directory: Path) -> Iterator[None]:
    """Turns what Jinja raises for a fault in a template into ``Invalid``; a fault in the program itself passes through."""
    try:
        yield
    except jinja2.TemplateSyntaxError as error:
        reason = _("The template cannot be read. {reason}").format(reason=in_words(error, error.message or ""))
        name = _name_in(Path(error.name or error.filename or ""), directory) or error.name or MJML_TEMPLATE
        raise Invalid((template_diagnostic(name, error.lineno, "template-syntax", reason),)) from error
    except (jinja2.TemplateError, *_IN_EXPRESSIONS) as error:
        places = _places_of(error, directory)
        if not places:
            raise
        callers = ", ".join(f"{FOLDER}/{name}:{line}" for name, line in places[1:6])
        hint = _("It was reached from {places}.").format(places=callers) if callers else ""
        raise Invalid((template_diagnostic(*places[0], "template-fault", _reason(error), hint),)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return _("There is no template {name}.").format(name=error.name)
    return _("The template cannot be filled in. {reason}").format(reason=in_words(error, str(error)))


def _places_of(error: Exception, directory: Path) -> list[tuple[str, int]]:
    """The template lines that the error passed, each once, innermost first; none if it was raised deeper still, in the
    program. When the stack is full, those that filled it come first, whatever was on top.
    """
    is_of_jinja = isinstance(error, jinja2.TemplateError | RecursionError)
    places: Counter[tuple[str, int]] = Counter()
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if name := _name_in(path, directory):
            places[name, frame.lineno or 1] += 1
        elif not places and not is_of_jinja and not any(map(path.is_relative_to, _SANDBOX)):
            return []
    return [place for place, _count in places.most_common()] if isinstance(error, RecursionError) else list(places)


def _name_in(path: Path, directory: Path) -> str | None:
    """The template's name, if ``path`` is one."""
    folders = (directory / FOLDER, shipped_templates())
    return next((path.relative_to(folder).as_posix() for folder in folders if path.is_relative_to(folder)), None)


def _checked(mjml: str, css: str) -> tuple[str, tuple[Fault, ...]]:
    """The HTML and what is wrong: without faults, nothing of the MJML's text is missing and every slot can be filled."""
    if faults := lint(mjml):
        return "", faults
    clean = unbroken(normalise(mjml))
    try:
        html = to_html(clean, css)
    except ValueError as error:
        return "", (_refused_by_mrml(mjml, clean, str(error)),)
    nodes = read_nodes(html)
    return html, (*_lost(mjml, read_nodes(clean), nodes), *_misplaced_slots(mjml, nodes))


def _refused_by_mrml(mjml: str, clean: str, message: str) -> Fault:
    """mrml counts bytes of what it was given; the text there is looked up in what the templates wrote."""
    position = re.search(r"position (\d+):", message)
    offset = 0
    if position:
        behind = clean.encode("utf-8")[int(position[1]) :].decode("utf-8", "ignore")
        offset = max(mjml.find(behind[:40]), 0)
    return Fault(offset, "not-mjml", _("MJML refuses the letter from here on."), _("Compare with the template as it was."))


def _lost(mjml: str, before: Nodes, after: Nodes) -> Iterator[Fault]:
    left = Counter(_plain(text) for text in before.texts)
    left.subtract(Counter(_plain(text) for text in after.texts))
    for text, count in left.items():
        if text and count > 0:
            words = text[:40]
            yield Fault(max(mjml.find(words), 0), "text-lost", _("The text ”{text}” is lost by MJML.").format(text=words))


def _misplaced_slots(mjml: str, nodes: Nodes) -> Iterator[Fault]:
    for around in misplaced(nodes):
        yield Fault(
            mjml.find(around.strip()[:40] if around in mjml else OPEN),
            "slot-misplaced",
            _("What differs for each addressee must be a text of its own."),
            _("Put it in an element of its own: <span>{{ slots.name }}</span>."),
        )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _placed(faults: tuple[Fault, ...], mjml: str, view: Mapping[str, Any], directory: Path) -> tuple[Diagnostic, ...]:
    """Faults at the template lines that wrote them: only now is the letter rendered again with its lines marked."""
    traced = environment(directory, traced=True).get_template(MJML_TEMPLATE).render(view)
    trace = lift_marks(traced)
    return tuple(dict.fromkeys(_diagnostic(fault, trace if trace.text == mjml else None) for fault in faults))


def _diagnostic(fault: Fault, trace: Trace | None) -> Diagnostic:
    origin = trace.at(fault.offset) if trace else None
    name, line = (origin.template, origin.line) if origin else (MJML_TEMPLATE, 1)
    return template_diagnostic(name, line, fault.code, fault.message, fault.hint)

"""Faults of templates, each with file and line, in the words of the person who changes one; Jinja's own are never passed on.

A fault of what was rendered is traced to its line only when there is one: the letter is rendered again with ``LineMarks``,
which puts a mark at the start of every template line. Lifting the marks out again gives the same text, and a table of
the places where its parts were written.
"""

import re
import traceback
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from newsletter.letter.templates import bounds
from newsletter.letter.templates.bounds import TOO_LARGE, TOO_LONG, TOO_TANGLED
from newsletter.letter.templates.files import FOLDER, TemplateFault, program_templates, template_diagnostic
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Invalid

MJML_TEMPLATE = "base.mjml.j2"
# What an expression in a template raises besides Jinja's own: {{ 1 + "a" }}, {{ 1 / 0 }}, range(10**9).
_IN_EXPRESSIONS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError)

_SANDBOX = (Path(jinja2.__file__).parent, Path(bounds.__file__))
"""Where what stands on top of a template's own line is the sandbox, and not a fault in the program."""
_SIGNS = {
    "end of print statement": "}}",
    "begin of print statement": "{{",
    "end of statement block": "%}",
    "begin of statement block": "{%",
    "end of comment": "#}",
}
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"'(?P<name>.+?)' is undefined", N_("“{name}” stands for nothing here.")),
    (r"'.+?' has no (?:attribute|element) '?(?P<name>.+?)'?$", N_("“{name}” stands for nothing here.")),
    (r"Encountered unknown tag '(?P<name>(?:end|el).+?)'", N_("“{name}” ends nothing that is open.")),
    (r"Encountered unknown tag '(?P<name>.+?)'", N_("There is no tag called “{name}”.")),
    (r"No (?:filter|test) named '(?P<name>.+?)'", N_("There is no filter called “{name}”.")),
    (r".*needs to be closed is '(?P<name>.+?)'", N_("“{name}” is never closed.")),
    (r"Missing end of (?P<name>\w+)", N_("“{name}” is never closed.")),
    (r"unexpected end of template, expected '(?P<name>.+?)'", N_("“{name}” is missing before the end.")),
    (r"expected token '(?P<other>.+?)', got '(?P<name>.+?)'", N_("“{name}” comes where “{other}” was due.")),
    (r"Expected an expression, got '(?P<name>.+?)'", N_("Nothing stands before “{name}”, where a value was due.")),
    (r"unexpected char (?P<name>.+?) at", N_("The sign {name} cannot stand here.")),
    (r"unexpected '(?P<name>.+?)'", N_("“{name}” cannot stand here.")),
    (r"access to attribute '(?P<name>.+?)' of", N_("Templates have no right to use “{name}”.")),
    (r".*does not export the requested name '(?P<name>.+?)'", N_("The template that is imported holds no “{name}”.")),
    (r"cannot assign attribute", N_("A template cannot change what it is given.")),
    (TOO_LARGE, N_("It makes more than a letter can hold.")),
    (TOO_LONG, N_("It goes on without end.")),
    (TOO_TANGLED, N_("It is nested too deeply, or holds a number that is too long.")),
    (r"Range too big", N_("A range holds at most 100 000 numbers.")),
)
_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (ZeroDivisionError, N_("It divides by zero.")),
    (RecursionError, N_("It includes itself without end.")),
    (TypeError, N_("It calls or joins things that do not fit together.")),
)


@contextmanager
def report_faults(directory: Path) -> Iterator[None]:
    """Turns what Jinja raises for a fault in a template into ``Invalid``; a fault in the program itself passes through."""
    try:
        yield
    except jinja2.TemplateSyntaxError as error:
        reason = _("The template cannot be read. {reason}").format(reason=explain_error(error, error.message or ""))
        name = _name_in(Path(error.name or error.filename or ""), directory) or error.name or MJML_TEMPLATE
        raise Invalid((template_diagnostic(name, error.lineno, TemplateFault.JINJA_SYNTAX, reason),)) from error
    except (jinja2.TemplateError, *_IN_EXPRESSIONS) as error:
        places = _places_of(error, directory)
        if not places:
            raise
        callers = ", ".join(f"{FOLDER}/{name}:{line}" for name, line in places[1:6])
        hint = _("It was reached from {places}.").format(places=callers) if callers else ""
        raise Invalid((template_diagnostic(*places[0], TemplateFault.TEMPLATE_FAULT, _reason(error), hint),)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return _("There is no template {name}.").format(name=error.name)
    return _("The template cannot be filled in. {reason}").format(reason=explain_error(error, str(error)))


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
    folders = (directory / FOLDER, program_templates())
    return next((path.relative_to(folder).as_posix() for folder in folders if path.is_relative_to(folder)), None)


def explain_error(error: Exception, message: str) -> str:
    """A sentence that explains ``error``, by the kind that it is and by its message."""
    for pattern, words in _MESSAGES:
        if found := re.match(pattern, " ".join(message.split())):
            return _(words).format(**{group: _SIGNS.get(text, text) for group, text in found.groupdict().items()})
    kind = next((words for kind, words in _KINDS if isinstance(error, kind)), N_("The value cannot be worked out."))
    return _(kind)


# Non-characters again, others than the slots' (``content``): the name is spelt in digits, since templates may change letters.
_OPEN, _CLOSE = "\ufdd4", "\ufdd5"
_MARK = re.compile(f"{_OPEN}([0-9.]*):([0-9]+){_CLOSE}")


def _mark(name: str, line: int) -> str:
    return f"{_OPEN}{'.'.join(str(ord(sign)) for sign in name)}:{line}{_CLOSE}"


class LineMarks(Extension):
    """Puts a mark at the start of every template line that writes something."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data" and stream.name:
                lines = token.value.split("\n")
                marked = [_mark(stream.name, token.lineno + index) + line for index, line in enumerate(lines)]
                yield Token(token.lineno, "data", "\n".join(marked))
            else:
                yield token


@dataclass(frozen=True, slots=True)
class Origin:
    """The line of a template that wrote something."""

    template: str
    line: int


@dataclass(frozen=True, slots=True)
class Trace:
    """The rendered text without marks, and for each mark the offset where it stood."""

    text: str
    offsets: tuple[int, ...]
    origins: tuple[Origin, ...]

    def at(self, offset: int) -> Origin | None:
        """The template line that wrote what stands at ``offset``; for a value, the line of its expression."""
        index = bisect_right(self.offsets, offset) - 1
        return self.origins[index] if index >= 0 else None


def lift_marks(marked: str) -> Trace:
    """Takes the marks out of what a template with ``LineMarks`` wrote."""
    parts: list[str] = []
    offsets: list[int] = []
    origins: list[Origin] = []
    length = end = 0
    for match in _MARK.finditer(marked):
        parts.append(marked[end : match.start()])
        length += len(parts[-1])
        end = match.end()
        offsets.append(length)
        name = "".join(chr(int(code)) for code in match[1].split("."))
        origins.append(Origin(name, int(match[2])))
    parts.append(marked[end:])
    return Trace("".join(parts), tuple(offsets), tuple(origins))

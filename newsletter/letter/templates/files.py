"""Where templates are found: a workspace's ``templates/`` overrides the shipped ones file by file."""

import pickle
import re
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

import newsletter
from newsletter.disk import read_whole, real_path
from newsletter.letter import cache
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Code, Diagnostic, Invalid, Severity

FOLDER = "templates"
_MOST_BYTES = 300_000
"""The program's own templates have at most 8,000."""
_MAKING = f"{newsletter.__version__}-2"
"""Counted up when ``bounds`` makes other code of the same template."""

_NOTHING = re.compile(r"\s*+(?:(?>\{#.*?#\})\s*+)*+", re.DOTALL)
"""Comments and blanks; what it has found it never looks through again, or comments without an end would take their square."""


class TemplateFault(StrEnum):
    """What MJML would lose in silence or refuse without a line, and what Jinja cannot read or fill in; all errors."""

    ALT_MISSING = "alt-missing"
    COMMENT_DASHES = "comment-dashes"
    COMPONENT_REFUSED = "component-refused"
    DUPLICATE_ATTRIBUTE = "duplicate-attribute"
    ELEMENT_REFUSED = "element-refused"
    EMPTY_CLASS = "empty-class"
    FONT_MISSING = "font-missing"
    FULL_WIDTH = "full-width"
    HERO_MODE = "hero-mode"
    JINJA_SYNTAX = "jinja-syntax"
    LANGUAGE_MISSING = "language-missing"
    LOADED_FROM_ELSEWHERE = "loaded-from-elsewhere"
    MISPLACED = "misplaced"
    NOT_MJML = "not-mjml"
    NOT_UTF_8 = "not-utf-8"
    PADDING_WITHOUT_UNIT = "padding-without-unit"
    SCRIPT = "script"
    SLOT_MISPLACED = "slot-misplaced"
    STYLE_INLINE = "style-inline"
    TEMPLATE_EMPTY = "template-empty"
    TEMPLATE_FAULT = "template-fault"
    TEMPLATE_OUTSIDE = "template-outside"
    TEXT_LOST = "text-lost"
    UNCLOSED_ELEMENT = "unclosed-element"
    UNKNOWN_ATTRIBUTE = "unknown-attribute"
    UNKNOWN_CLASS = "unknown-class"
    UNKNOWN_COMPONENT = "unknown-component"


WHY_TEMPLATES = N_("MJML would lose this in silence, refuse it without saying where, or load something from elsewhere.")
TEMPLATE_CODES = {fault: Code(str(fault), Severity.ERROR, WHY_TEMPLATES) for fault in TemplateFault}


def program_templates() -> Path:
    """Inside the package in a wheel, beside it in a checkout."""
    package = Path(newsletter.__file__).parent
    inside = package / FOLDER
    return inside if inside.is_dir() else package.parent / FOLDER


def template_diagnostic(name: str, line: int, code: TemplateFault, message: str, hint: str = "") -> Diagnostic:
    """A fault in a template, whichever folder it was found in: a copy in the workspace is where it is mended."""
    return Diagnostic(f"{FOLDER}/{name}", line, 1, TEMPLATE_CODES[code].severity, str(code), message, hint)


class WorkspaceTemplates(jinja2.BaseLoader):
    """The workspace's own template if it has one, else the shipped one."""

    def __init__(self, directory: Path) -> None:
        self.folders = (directory / FOLDER, program_templates())

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja's signature
        text, path = self._read(template)
        return text, str(path), lambda: self._read(template) == (text, path)

    def _read(self, template: str) -> tuple[str, Path]:
        parts = jinja2.loaders.split_template_path(template)
        for folder in self.folders:
            path = folder.joinpath(*parts)
            if path.is_file():
                if not real_path(path).is_relative_to(real_path(folder)):
                    raise Invalid((_outside(template),))
                text = self._text(path, template)
                if _NOTHING.fullmatch(text):
                    raise Invalid((_empty(template),))
                return text, path
        raise jinja2.TemplateNotFound(template)

    @staticmethod
    def _text(path: Path, template: str) -> str:
        try:
            return read_whole(path, _MOST_BYTES).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            message, hint = _("The template is not UTF-8 text."), _("Save it as UTF-8.")
            raise Invalid((template_diagnostic(template, line, TemplateFault.NOT_UTF_8, message, hint),)) from None


def _empty(template: str) -> Diagnostic:
    """It would leave out a part of the letter without a word."""
    hint = _("Delete the file if the program's own template is to be used.")
    return template_diagnostic(
        template, 1, TemplateFault.TEMPLATE_EMPTY, _("The template is empty, so that nothing of it is shown."), hint
    )


def _outside(template: str) -> Diagnostic:
    message = _("The template is a link that leads out of the folder {folder}.").format(folder=FOLDER)
    return template_diagnostic(template, 1, TemplateFault.TEMPLATE_OUTSIDE, message, _("Put the file itself in the folder."))


class _TemplateCache(jinja2.FileSystemBytecodeCache):
    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError, OSError):
            bucket.reset()  # cut short by a crash: what pickle raises for that is not told in advance

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk costs the next command its time, not this one its letter
            super().dump_bytecode(bucket)


def bytecode_cache() -> jinja2.BytecodeCache | None:
    """Templates compiled by an earlier command: two thirds of a first compile otherwise.

    An entry is found by the template's path and the hash of its text.
    """
    folder = cache.folder()
    if folder is None:
        return None
    return _TemplateCache(str(folder), pattern=f"newsletter-{_MAKING}-{jinja2.__version__}-%s")


def template_place(directory: Path, pattern: str) -> tuple[str, int]:
    """File and line where the templates write what ``pattern`` finds, the workspace's own first; else the outermost one's
    beginning: MJML writes much by itself.
    """
    for folder in (directory / FOLDER, program_templates()):
        for path in sorted(folder.rglob("*.j2")):
            if not path.is_file():
                continue
            text = read_whole(path, _MOST_BYTES).decode("utf-8-sig", "replace")
            if found := re.search(pattern, text):
                return f"{FOLDER}/{path.relative_to(folder).as_posix()}", text.count("\n", 0, found.start()) + 1
    return f"{FOLDER}/base.mjml.j2", 1


def has_own_templates(directory: Path) -> bool:
    """Whether the workspace overrides any: in a checkout the shipped ones lie in its own folder."""
    own = directory / FOLDER
    return own.is_dir() and not own.samefile(program_templates())

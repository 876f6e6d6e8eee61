"""Templates: where they are found and what Jinja may do with them.

A workspace's ``templates/`` overrides the shipped ones file by file. Texts from YAML are data and never compiled; the
templates themselves run in the immutable sandbox, where an unknown name is an error and not an empty string.
"""

import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

import newsletter
from newsletter.letter import dates, item_lines, kept, layout, markdown, phones, phrases
from newsletter.letter.traced import Traced
from newsletter.letter.typography import typeset
from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Invalid, Severity

FOLDER = "templates"
_FUNCTIONS = (
    dates.calendar_line,
    dates.capitalised,
    dates.deadline,
    dates.full_date,
    dates.long_quarter,
    dates.month,
    dates.quarter_name,
    dates.running_date,
    dates.short_date,
    dates.span,
    dates.time_of_day,
    dates.weekday,
    item_lines.calendar_details,
    item_lines.calendar_when,
    item_lines.decision_line,
    item_lines.follow_up_line,
    item_lines.media_line,
    item_lines.proposal_line,
    item_lines.visit_lines,
    layout.contents_columns,
    layout.day_mark,
    layout.figure_rows,
    layout.month_mark,
    layout.section_runs,
    layout.share_paragraphs,
    phones.phone_href,
    phones.phone_shown,
    phrases.badge_colour,
    phrases.board_name,
    phrases.deadline_line,
    phrases.issue_line,
    phrases.mark_phrase,
    phrases.proposal_status,
    phrases.reading_time_line,
    phrases.section_title,
    phrases.topic_label,
    phrases.topic_line,
    phrases.vote_and_marks,
    phrases.vote_phrase,
)
"""What a template may call, by these names."""


def shipped_templates() -> Path:
    """Inside the package in a wheel, beside it in a checkout."""
    package = Path(newsletter.__file__).parent
    inside = package / FOLDER
    return inside if inside.is_dir() else package.parent / FOLDER


def template_diagnostic(name: str, line: int, code: str, message: str, hint: str = "") -> Diagnostic:
    """A fault in a template, whichever folder it was found in: a copy in the workspace is where it is mended."""
    return Diagnostic(f"{FOLDER}/{name}", line, 1, Severity.ERROR, code, message, hint)


class WorkspaceTemplates(jinja2.BaseLoader):
    """The workspace's own template if it has one, else the shipped one."""

    def __init__(self, directory: Path) -> None:
        self.folders = (directory / FOLDER, shipped_templates())

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        text, path = self._read(template)
        return text, str(path), lambda: self._read(template) == (text, path)

    def list_templates(self) -> list[str]:
        return sorted({path.relative_to(folder).as_posix() for folder in self.folders for path in folder.rglob("*.j2")})

    def _read(self, template: str) -> tuple[str, Path]:
        parts = jinja2.loaders.split_template_path(template)
        for folder in self.folders:
            path = folder.joinpath(*parts)
            if path.is_file():
                if not path.resolve().is_relative_to(folder.resolve()):
                    raise Invalid((_outside(template),))
                return self._text(path, template), path
        raise jinja2.TemplateNotFound(template)

    @staticmethod
    def _text(path: Path, template: str) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            message, hint = _("The template is not UTF-8 text."), _("Save it as UTF-8.")
            raise Invalid((template_diagnostic(template, line, "not-utf-8", message, hint),)) from None


def _outside(template: str) -> Diagnostic:
    message = _("The template is a link that leads out of the folder {folder}.").format(folder=FOLDER)
    return template_diagnostic(template, 1, "template-outside", message, _("Put the file itself in the folder."))


def escapes(name: str | None) -> bool:
    """MJML is escaped as XML; plain text and style sheets are not. Jinja's own rule knows neither ending."""
    return name is None or not name.endswith((".txt.j2", ".css.j2"))


@lru_cache(maxsize=8)
def environment(directory: Path, *, traced: bool = False) -> jinja2.Environment:
    """The environment for the workspace ``directory``; a template is compiled again when its file changes.

    ``traced`` marks every line with where in the templates it comes from (``traced``).
    """
    made = ImmutableSandboxedEnvironment(
        loader=WorkspaceTemplates(directory),
        extensions=[Traced] if traced else [],
        autoescape=escapes,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=True,
        cache_size=-1,
        bytecode_cache=None if traced else _compiled_templates(),
    )
    made.globals.update({function.__name__: function for function in _FUNCTIONS})
    made.filters.update(
        typeset=typeset,
        markdown=_markdown,
        inline_markdown=_inline_markdown,
        markdown_text=markdown.to_text,
    )
    return made


class _TemplateCache(jinja2.FileSystemBytecodeCache):
    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError, OSError):
            bucket.reset()  # cut short by a crash: what pickle raises for that is not told in advance

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk costs the next command its time, not this one its letter
            super().dump_bytecode(bucket)


def _compiled_templates() -> jinja2.BytecodeCache | None:
    """Templates compiled by an earlier command: two thirds of a first compile otherwise.

    An entry is found by the template's path and the hash of its text.
    """
    folder = kept.folder()
    if folder is None:
        return None
    return _TemplateCache(str(folder), pattern=f"newsletter-{newsletter.__version__}-{jinja2.__version__}-%s")


def _markdown(text: str, heading_level: int = 3) -> Markup:
    return Markup(markdown.to_html(text, heading_level=heading_level))  # noqa: S704 - markdown.to_html escapes all it is given


def _inline_markdown(text: str) -> Markup:
    return Markup(markdown.inline_html(text))  # noqa: S704 - the same

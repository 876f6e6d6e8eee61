"""What Jinja may do with templates.

Texts from YAML are data and never compiled; the templates themselves run in the immutable sandbox, within bounds
(``bounds``), where an unknown name is an error and not an empty string.
"""

from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from newsletter.letter import markdown
from newsletter.letter.swedish import dates, phrases, reading_time, typography
from newsletter.letter.templates import issue_lines, layout
from newsletter.letter.templates.bounds import BoundedEnvironment
from newsletter.letter.templates.faults import LineMarks
from newsletter.letter.templates.files import WorkspaceTemplates, bytecode_cache

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
    issue_lines.issue_line,
    layout.contents_columns,
    layout.day_mark,
    layout.figure_rows,
    layout.month_mark,
    layout.section_bands,
    layout.share_paragraphs,
    phrases.badge_colour,
    phrases.board_name,
    phrases.calendar_details,
    phrases.calendar_when,
    phrases.deadline_line,
    phrases.decision_line,
    phrases.follow_up_line,
    phrases.mark_phrase,
    phrases.media_line,
    phrases.proposal_line,
    phrases.proposal_status,
    phrases.section_title,
    phrases.stances,
    phrases.topic_label,
    phrases.topic_line,
    phrases.visit_lines,
    phrases.vote_and_marks,
    phrases.vote_phrase,
    reading_time.reading_time_line,
    typography.phone_href,
    typography.phone_shown,
)
"""What a template may call, by these names."""


def escapes(name: str | None) -> bool:
    """MJML is escaped as XML; plain text and style sheets are not. Jinja's own rule knows neither ending."""
    return name is None or not name.endswith((".txt.j2", ".css.j2"))


@lru_cache(maxsize=8)
def environment_for(directory: Path, *, traced: bool = False) -> jinja2.Environment:
    """The environment for the workspace ``directory``; a template is compiled again when its file changes.

    ``traced`` marks every line with its place in the templates (``faults.LineMarks``).
    """
    made = BoundedEnvironment(
        loader=WorkspaceTemplates(directory),
        extensions=[LineMarks] if traced else [],
        autoescape=escapes,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=True,
        cache_size=-1,
        bytecode_cache=None if traced else bytecode_cache(),
    )
    made.globals.update({function.__name__: function for function in _FUNCTIONS})
    made.filters.update(
        typeset=typography.typeset,
        markdown=_markdown,
        inline_markdown=_inline_markdown,
        markdown_text=markdown.to_text,
    )
    return made


def _markdown(text: str, heading_level: int = 3) -> Markup:
    return Markup(markdown.to_html(text, heading_level=heading_level))  # noqa: S704 - markdown.to_html escapes all it is given


def _inline_markdown(text: str) -> Markup:
    return Markup(markdown.inline_html(text))  # noqa: S704 - the same

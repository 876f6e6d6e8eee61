"""What Jinja may do with templates.

Texts from YAML are data and never compiled; the templates themselves run in the immutable sandbox, within bounds
(``bounds``), where an unknown name is an error and not an empty string.
"""

from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from newsletter.letter import markdown
from newsletter.letter.swedish import dates, fact_lines, phrases, reading_time, soft_hyphens, typography
from newsletter.letter.templates import brief, issue_lines, layout
from newsletter.letter.templates.bounds import BoundedEnvironment, refuse_more_than_an_issue
from newsletter.letter.templates.faults import LineMarks
from newsletter.letter.templates.files import WorkspaceTemplates, bytecode_cache

_FUNCTIONS = (
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
    issue_lines.how_often,
    issue_lines.issue_line,
    issue_lines.masthead_lines,
    layout.contents_columns,
    layout.day_mark,
    layout.figure_rows,
    layout.month_mark,
    layout.section_bands,
    layout.share_mail,
    layout.share_paragraphs,
    layout.weekday_mark,
    brief.brief_rows,
    fact_lines.calendar_details,
    fact_lines.calendar_line,
    fact_lines.calendar_line_beside_mark,
    fact_lines.calendar_when,
    fact_lines.credit_line,
    fact_lines.decision_line,
    fact_lines.follow_up_line,
    fact_lines.is_only_noted,
    fact_lines.media_line,
    fact_lines.noted_line,
    fact_lines.proposal_line,
    fact_lines.proposal_status_line,
    fact_lines.status_day,
    fact_lines.visit_lines,
    phrases.badge_colour,
    phrases.board_name,
    phrases.deadline_line,
    phrases.mark_phrase,
    phrases.outcome_phrase,
    phrases.proposal_status,
    phrases.section_title,
    phrases.stand_colour,
    phrases.stances,
    phrases.topic_label,
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
        typeset=_typeset,
        soft=_soft,
        soft_in_large=_soft_in_large,
        markdown=_markdown,
        inline_markdown=_inline_markdown,
        markdown_text=_markdown_text,
    )
    return made


def _markdown(text: str, heading_level: int = 3) -> Markup:
    refuse_more_than_an_issue(text)
    return Markup(markdown.to_html(text, heading_level=heading_level))  # noqa: S704 - markdown.to_html escapes all it is given


def _soft(words: str, shortest: int = soft_hyphens.IN_TEXT) -> str:
    """Long words of the HTML edition may be broken where Swedish breaks them: those of ``shortest`` letters or more."""
    return soft_hyphens.with_soft_hyphens(words, shortest)


def _soft_in_large(words: str) -> str:
    """In large type, or in half a column."""
    return _soft(words, soft_hyphens.IN_HEADING)


def _inline_markdown(text: str) -> Markup:
    refuse_more_than_an_issue(text)
    return Markup(markdown.inline_html(text))  # noqa: S704 - the same


def _markdown_text(text: str) -> str:
    refuse_more_than_an_issue(text)
    return markdown.to_text(text)


def _typeset(text: str) -> str:
    refuse_more_than_an_issue(text)
    return typography.typeset(text)

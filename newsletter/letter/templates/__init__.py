"""Jinja's templates: where they are found, what they may call and for how long, and their faults told by file and line."""

from newsletter.letter.templates.environment import environment_for
from newsletter.letter.templates.faults import report_faults
from newsletter.letter.templates.files import (
    FOLDER,
    TEMPLATE_CODES,
    WHY_TEMPLATES,
    TemplateFault,
    has_own_templates,
    template_place,
)
from newsletter.letter.templates.issue_lines import FORWARDED, issue_line, masthead_lines, subject_line

__all__ = [
    "FOLDER",
    "FORWARDED",
    "TEMPLATE_CODES",
    "WHY_TEMPLATES",
    "TemplateFault",
    "environment_for",
    "has_own_templates",
    "issue_line",
    "masthead_lines",
    "report_faults",
    "subject_line",
    "template_place",
]

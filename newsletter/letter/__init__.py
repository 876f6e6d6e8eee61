"""Issue to content, content to letters: Markdown, Swedish typography, MJML, HTML, text, images.

Content is a function of issue, settings, templates and images alone; what differs per addressee fills its slots.

What others may use is named here; ``checks`` also asks ``issue_lines``, ``appearance`` and ``markdown`` what is printed.
"""

from newsletter.letter.compile.issue import compile_content, compile_forwarded, page_html
from newsletter.letter.content import Content, InlineImage, Letter, Slot
from newsletter.letter.letters import as_test, fill, likeness, standalone_html
from newsletter.letter.pictures.images import image_findings, logo_findings
from newsletter.letter.record import content_from_record, content_to_record, readable
from newsletter.letter.templates.files import template_place

__all__ = [
    "Content",
    "InlineImage",
    "Letter",
    "Slot",
    "as_test",
    "compile_content",
    "compile_forwarded",
    "content_from_record",
    "content_to_record",
    "fill",
    "image_findings",
    "likeness",
    "logo_findings",
    "page_html",
    "readable",
    "standalone_html",
    "template_place",
]

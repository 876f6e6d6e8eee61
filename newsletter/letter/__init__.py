"""Issue to content, content to letters: Markdown, Swedish typography, MJML, HTML, text, images.

Content is a function of issue, settings, templates and images alone; what differs per addressee fills its slots.

This face has letters and what is done with content that is finished, which most commands need; it loads neither templates nor
MJML. ``compile`` makes content, ``templates`` and ``pictures`` tell what is wrong with theirs, ``markdown`` and ``swedish``
word what is printed elsewhere: each is imported from its own face.
"""

from newsletter.letter.appearance import contrast, palette
from newsletter.letter.content import Content, HtmlSlot, InlineImage, Letter, Slot, SlotParagraph
from newsletter.letter.letters import DEFAULT_GREETING, as_test, fill, letter_key, standalone_html
from newsletter.letter.plain_lines import wrap
from newsletter.letter.record import comparable_text, content_from_record, content_to_record

__all__ = [
    "DEFAULT_GREETING",
    "Content",
    "HtmlSlot",
    "InlineImage",
    "Letter",
    "Slot",
    "SlotParagraph",
    "as_test",
    "comparable_text",
    "content_from_record",
    "content_to_record",
    "contrast",
    "fill",
    "letter_key",
    "palette",
    "standalone_html",
    "wrap",
]

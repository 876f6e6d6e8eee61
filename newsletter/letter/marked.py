"""A test letter: marked in its subject, with a remark at the top that is no part of the content."""

import re
from dataclasses import replace
from html import escape

from newsletter.letter.content import Letter
from newsletter.letter.plain_lines import wrap

MARK = "[TEST]"
# The hidden text that the inbox shows comes first in our templates, and must stay first to be seen as it will be.
_TOP = re.compile(r'<body[^>]*>(?:(?:\s*<div[^>]*>)?\s*<div class="preheader"[^>]*>.*?</div>)?', re.IGNORECASE | re.DOTALL)
_STYLE = (
    "margin:0;padding:12px 16px;background-color:#FFF4CC;color:#1F1A1A;"
    "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.4"
)


def as_test(letter: Letter, remark: str) -> Letter:
    """The letter as a test of itself; an empty remark adds nothing but the mark."""
    marked = replace(letter, subject=f"{MARK} {letter.subject}")
    if not remark:
        return marked
    html = letter.html and _TOP.sub(lambda top: f'{top[0]}<p style="{_STYLE}">{escape(remark)}</p>', letter.html, count=1)
    return replace(marked, html=html, text="\n".join([*wrap(remark), "", letter.text]))

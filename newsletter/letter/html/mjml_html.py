"""MJML to HTML: mrml for the layout, css-inline for the rules of ``inline.css.j2``, and what both leave to mend.

mjml-python is Rust's mrml 6.0.1. It does not inline ``mj-style inline``, keeps no record of what it drops, and would load
Google's fonts; so styles are inlined here, and fonts are none.
"""

import re

import css_inline
from mjml import mjml2html

_ADJACENT_CONDITIONALS = re.compile(r"<!\[endif\]-->(?:<!--\[if mso \| IE\]>)")
# mrml writes mj-button's vertical-align as an attribute that no HTML knows.
_BOGUS_ATTRIBUTE = re.compile(r'(<td\b[^>]*?) vertical-align="[a-z]*"')
# Nor is a height "auto" one; the style beside it says the same.
_BOGUS_HEIGHT = re.compile(r'(<img\b[^>]*?) height="auto"')
# Outlook's twin of a css-class; nothing of ours is styled by it.
_OUTLOOK_CLASS = re.compile(r' class="[^"<>]*-outlook"')
_STYLE_BLANKS = re.compile(r"(<style[^>]*>)(.*?)(</style>)", re.DOTALL)


def to_html(mjml: str, css: str) -> str:
    """The finished document. Raises ``ValueError``, mrml's only error, which knows no line: lint first."""
    return finished(mjml2html(mjml, fonts={}), css)


def finished(html: str, css: str) -> str:
    """What MJML made of the letter, styled and mended."""
    inliner = css_inline.CSSInliner(
        inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False, minify_css=True, extra_css=css
    )
    return _mended(str(inliner.inline(html)))


def _mended(html: str) -> str:
    html = _ADJACENT_CONDITIONALS.sub("", html)
    html = _BOGUS_ATTRIBUTE.sub(r"\1", html)
    html = _BOGUS_HEIGHT.sub(r"\1", html)
    html = _OUTLOOK_CLASS.sub("", html)
    return _STYLE_BLANKS.sub(lambda style: style[1] + _shorter(style[2]) + style[3], html)


def _shorter(css: str) -> str:
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()

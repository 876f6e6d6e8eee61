"""The editor's Markdown in both editions, typeset."""

from newsletter.letter.markdown.html import inline_html, to_html
from newsletter.letter.markdown.text import link_line, to_text
from newsletter.letter.markdown.tree import keep_signs_between_digits, links, parse, plain

__all__ = ["inline_html", "keep_signs_between_digits", "link_line", "links", "parse", "plain", "to_html", "to_text"]

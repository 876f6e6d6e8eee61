"""From an issue to its content: both editions by the templates, a copy that anybody may have, and pages."""

from newsletter.letter.compile.issue import compile_content, compile_forwarded, page_html

__all__ = ["compile_content", "compile_forwarded", "page_html"]

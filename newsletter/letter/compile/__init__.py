"""From an issue to its content: both editions by the templates, a copy to pass on, and pages."""

from newsletter.letter.compile.issue import compile_content, compile_forwarded, page_html

__all__ = ["compile_content", "compile_forwarded", "page_html"]

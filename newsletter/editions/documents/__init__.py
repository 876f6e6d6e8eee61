"""A document as a value, and its forms: Markdown, HTML, DOCX; PDF is made of the HTML.

``document`` says what a document is made of; each form writes all of it, with its notes, and the same bytes each time.
"""

from newsletter.editions.documents.blocks import (
    Block,
    Bullets,
    Chart,
    Document,
    Heading,
    Note,
    Paragraph,
    Series,
    Signatures,
    Table,
    Text,
    Verbatim,
)
from newsletter.editions.documents.docx import to_docx
from newsletter.editions.documents.html import to_html
from newsletter.editions.documents.markdown import to_markdown

__all__ = [
    "Block",
    "Bullets",
    "Chart",
    "Document",
    "Heading",
    "Note",
    "Paragraph",
    "Series",
    "Signatures",
    "Table",
    "Text",
    "Verbatim",
    "to_docx",
    "to_html",
    "to_markdown",
]

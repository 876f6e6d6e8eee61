"""HTML as the tests look at it: elements with their attributes and texts, read by lxml."""

from lxml import html as lxml_html


def tree(html: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(html)


def shown_text(html: str) -> str:
    """All that is read, blanks and no-break spaces as one blank."""
    body = tree(html).find("body")
    assert body is not None
    return " ".join(body.text_content().split())

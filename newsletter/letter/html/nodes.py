"""Text nodes, attribute values and comments of a document: they are compared before and after MJML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from newsletter.letter.content import MARKER, OPEN


@dataclass(slots=True)
class Nodes:
    """Everything in a document that a reader or a client sees, by its sort."""

    texts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


_STYLES = ("style", "mj-style")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes = Nodes()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.values += [value for _name, value in attrs if value]
        self._in_style = tag in _STYLES

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag not in _STYLES

    def handle_data(self, data: str) -> None:
        (self.nodes.styles if self._in_style else self.nodes.texts).append(data)

    def handle_comment(self, data: str) -> None:
        self.nodes.comments.append(data)


def read_nodes(html: str) -> Nodes:
    """Those of MJML as well, which is written the same way; conditional comments are comments."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.nodes


def slots_out_of_place(nodes: Nodes) -> tuple[str, ...]:
    """Texts with a slot that filling could not escape rightly: amid a longer text or value, in a comment, in a style sheet."""
    amid = [text for text in nodes.texts if OPEN in text and not MARKER.fullmatch(text.strip())]
    amid += [value for value in nodes.values if OPEN in value and not MARKER.fullmatch(value)]
    return tuple(amid + [text for text in nodes.comments + nodes.styles if OPEN in text])

"""Text nodes, attribute values and comments of an HTML document: what the checks after MJML look at."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Nodes:
    texts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes = Nodes()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's signature
        self.nodes.values += [value for _name, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.nodes.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.nodes.comments.append(data)


def read_nodes(html: str) -> Nodes:
    """Style sheets count as text, conditional comments as comments."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.nodes

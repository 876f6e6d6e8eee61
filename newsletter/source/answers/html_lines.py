"""The lines of an HTML mail, as a mail program shows them: what it marks as quoted gets the sign of quoting."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

_BLOCKS = frozenset("address blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul".split())  # noqa: SIM905
_APART = frozenset("h1 h2 h3 h4 h5 h6 p".split())  # noqa: SIM905
"""Elements with space around them: a line between them and others is blank."""
_UNSEEN = frozenset({"head", "script", "style", "title", "template"})
_DEEPEST = 200
_BLANKS = re.compile(r"[ \t\n\f]+")
# Outlook writes every line as a paragraph without space around it.
_CLOSE = re.compile(r"\bMso(?:Normal|PlainText)\b|\bmargin(?:-top|-bottom)?:\s*0", re.IGNORECASE)
_AS_TYPED = re.compile(r"white-space:\s*(?:break-spaces|pre)", re.IGNORECASE)


class _Lines:
    """The lines so far. The last one is being written; a line that begins below a blank one says so only once it has words."""

    def __init__(self) -> None:
        self.lines = [""]
        self.is_apart = False
        self.sign = ""
        """Of the item of a list that has just begun: its first paragraph stands beside it."""

    def say(self, words: str) -> None:
        if words.strip() and self.is_apart:
            self.is_apart = False
            if any(self.lines) and self.lines[-2:-1] != [""]:
                self.lines.insert(-1, "")
        self.lines[-1] += words

    def end_line(self) -> None:
        self.lines[-1] = self.lines[-1].strip()
        self.lines.append("")

    def begin_block(self, *, apart: bool) -> None:
        """On a line of its own; nothing where one has just begun."""
        if self.sign and self.lines[-1] == self.sign:
            return
        if self.lines[-1].strip(" "):  # a no-break space is what programs fill an empty line with
            self.end_line()
        self.is_apart |= apart


def html_text(html: str) -> str:
    """The text of an HTML mail, a line for each that is seen; lists have their signs, and links their targets behind them."""
    written = _Lines()
    _write(BeautifulSoup(html, "html.parser"), written, _DEEPEST, as_typed=False)
    written.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(written.lines))


def _write(node: Tag, to: _Lines, depth: int, *, as_typed: bool) -> None:
    if depth == 0:
        to.say(_BLANKS.sub(" ", node.get_text()))
        return
    for child in node.children:
        if isinstance(child, Tag):
            if child.name not in _UNSEEN:
                _write_tag(child, to, depth - 1, as_typed=as_typed)
        elif type(child) is NavigableString:
            _write_text(str(child), to, as_typed=as_typed)


def _write_text(text: str, to: _Lines, *, as_typed: bool) -> None:
    if not as_typed:
        to.say(_BLANKS.sub(" ", text))
        return
    first, *others = text.split("\n")
    to.say(first)
    for line in others:
        to.end_line()
        to.say(line)


def _write_tag(tag: Tag, to: _Lines, depth: int, *, as_typed: bool) -> None:
    looks = f"{tag.get('class') or ''} {tag.get('style') or ''}"
    as_typed |= tag.name == "pre" or bool(_AS_TYPED.search(looks))
    if tag.name == "br":
        to.end_line()
        return
    is_block = tag.name in _BLOCKS
    apart = tag.name in _APART and not _CLOSE.search(looks) and tag.parent is not None and tag.parent.name != "li"
    if is_block:
        to.begin_block(apart=apart)
    if tag.name == "blockquote":
        _write_quoted(tag, to, depth, as_typed=as_typed)
    else:
        to.sign = _sign_of(tag)
        to.say(to.sign)
        _write(tag, to, depth, as_typed=as_typed)
        to.say(_target_of(tag))
    if is_block:
        to.begin_block(apart=apart)


def _write_quoted(tag: Tag, to: _Lines, depth: int, *, as_typed: bool) -> None:
    inside = _Lines()
    _write(tag, inside, depth, as_typed=as_typed)
    inside.end_line()
    if not any(inside.lines):
        to.begin_block(apart=True)  # a blank line among those that are quoted
    for line in _without_blank_ends(inside.lines):
        to.say(f"> {line}")
        to.end_line()


def _without_blank_ends(lines: list[str]) -> Iterator[str]:
    written = [number for number, line in enumerate(lines) if line]
    return iter(lines[written[0] : written[-1] + 1] if written else ())


def _sign_of(tag: Tag) -> str:
    """What stands before an item of a list."""
    if tag.name != "li":
        return ""
    if tag.parent is None or tag.parent.name != "ol":
        return "- "
    return f"{1 + len(tag.find_previous_siblings('li'))}. "


def _target_of(tag: Tag) -> str:
    """Where a link leads, as the form reads it: ``words<https://…>``."""
    target = str(tag.get("href") or "") if tag.name == "a" else ""
    return f"<{target}>" if target.startswith(("http", "mailto:")) and tag.get_text().strip() else ""

"""MJML as mrml needs it: what Jinja leaves behind is put right here, before anything can be lost silently.

mrml drops a blank text node that begins with a line feed, which glues words together, and refuses blanks without a line feed,
and carriage returns, between the children of some elements. (mrml 6.0.1, the prelude's parser: token.rs.)
"""

import re

# Between the children of these, blanks mean nothing.
_STRUCTURE = frozenset({
    "mjml", "mj-head", "mj-attributes", "mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column", "mj-hero",
    "table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody",
    "tfoot", "tr", "th", "td", "caption", "blockquote", "pre", "hr", "br", "mj-text", "mj-table", "mj-raw", "mj-button",
    "meta",
})  # fmt: skip
VOID = frozenset(["br", "hr", "img", "meta", "link", "wbr", "col", "input"])
_AS_IS = frozenset({"mj-style", "style", "mj-title"})
TOKEN = re.compile(
    r"""
    (?P<comment><!--.*?-->)
    | <(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)
      (?:"[^"]*"|'[^']*'|[^<>"'])*?                            # a value in quotes may hold > and /
      (?P<empty>/?)>
    | (?P<text>[^<]+|<)                                        # a lone < is text
    """,
    re.DOTALL | re.VERBOSE,
)


def normalise(mjml: str) -> str:
    """The same document without carriage returns, blanks between components, and blank nodes that mrml would drop."""
    kept: list[str] = []
    inside: list[str] = []
    before = ""
    tokens = list(TOKEN.finditer(mjml.replace("\r\n", "\n").replace("\r", "\n").strip()))
    for index, token in enumerate(tokens):
        text = token["text"]
        if text is None:
            kept.append(token[0])
            before = token["name"] or ""
            _step(inside, token)
        elif text.isspace():
            after = tokens[index + 1]["name"] if index + 1 < len(tokens) else ""
            kept.append(_blank(text, inside, before, after or ""))
        else:
            kept.append(text)
            before = ""
    return "".join(kept)


def _step(inside: list[str], token: re.Match[str]) -> None:
    name = token["name"]
    if not name or token["empty"] or name in VOID:
        return
    if not token["close"]:
        inside.append(name)
    elif inside:
        inside.pop()


def _blank(text: str, inside: list[str], before: str, after: str) -> str:
    parent = inside[-1] if inside else "mjml"
    if "pre" in inside:
        return text.replace("\n", "&#10;", 1) if text.startswith("\n") else text
    if parent in _AS_IS:
        return text
    if parent in _STRUCTURE:
        return ""
    spaces = "".join(sign for sign in text if sign not in " \t\n")
    if spaces:
        return text.replace("\n", " ")
    return "" if before in _BLOCKS or after in _BLOCKS else " "

"""What a syntax fault of PyYAML means to an editor: which line to change, and how. Its own words are never passed on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from newsletter.model.diagnostics import Place
from newsletter.model.values import code_point

Explanation = tuple[Place, str, dict[str, Any]]

# Spaces that look like a space and are none to YAML: no-break, thin, ideographic and so on, and the zero-width ones.
ODD_SPACE = "\xa0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
_ODD_BEFORE_KEY = re.compile(rf"^[ \t-]*([{ODD_SPACE}])")
_ODD_AFTER_COLON = re.compile(rf"^\s*(?:- +)?[\w-]+\s*:([{ODD_SPACE}])")
_TAB_IN_INDENTATION = re.compile(r"^[ -]*(\t)")
_KEY = re.compile(r"^(?P<indent>\s*(?:- +)*)(?P<key>[\w-]+)\s*:(?=\s|$)")
_VALUE = re.compile(r"^\s*(?:- +)*(?:(?P<key>[^\s:#\"'\[{][^:#]*?)\s*:\s+)?(?P<value>\S.*)$")
_NO_SPACE_AFTER_COLON = re.compile(r"^\s*(?:- +)*(?P<key>[A-Za-zÅÄÖåäö_]+):(?=[^\s/])")
_SIGN_FOR_COLON = re.compile(r"^\s*(?:- +)*(?P<key>[A-Za-zÅÄÖåäö_]+) ?(?P<sign>[=;])")
_NO_SPACE_AFTER_DASH = re.compile(r"^ *(?:- +)*-(?=[A-Za-zÅÄÖåäö_]+ *:(?:\s|$))")
OTHER_BULLETS = "–—•●▪·*"
_OTHER_BULLET = re.compile(rf"^ *(?P<sign>[{OTHER_BULLETS}])[ \xa0]+\S")
_MERGE_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_SPECIAL = "[]{}*&!%@`|>-?,"


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """The last quoted text that the parser read; lines and columns count from 0, as its marks."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class SyntaxSite:
    """Where the parser stopped, where the thing it was reading began, and what it said."""

    lines: tuple[str, ...]
    saying: str
    problem: Place
    context: Place
    quoted: QuotedSpan | None
    bracket: Place | None
    """The outermost that is open."""

    def line(self, place: Place) -> str:
        return self.lines[place.line - 1] if place.line <= len(self.lines) else ""

    @property
    def around(self) -> tuple[Place, ...]:
        """The lines that may be to blame, the likeliest first."""
        return (self.problem,) if self.problem.line == self.context.line else (self.problem, self.context)

    @property
    def previous(self) -> Place:
        """The written line before the one where the parser stopped."""
        above = range(self.problem.line - 1, 0, -1)
        return Place(next((number for number in above if self.line(Place(number)).strip()), 1))


def explain(site: SyntaxSite) -> Explanation:
    for reason in _REASONS:
        for found in reason(site):
            return found
    return _within(site, site.problem), "syntax", {}


def _within(site: SyntaxSite, place: Place) -> Place:
    """The parser may stop after the last line; the editor has none to look at there."""
    if place.line <= len(site.lines) and (site.line(place).strip() or place.line == 1):
        return place
    written = [number for number, line in enumerate(site.lines[: place.line], 1) if line.strip()]
    return Place(written[-1]) if written else Place()


def _escape(site: SyntaxSite) -> Iterator[Explanation]:
    if "escape" in site.saying:
        yield site.problem, "bad-escape", {}


def _merge_mark(site: SyntaxSite) -> Iterator[Explanation]:
    for number, line in enumerate(site.lines, 1):
        if _MERGE_MARK.match(line):
            yield Place(number), "merge-mark", {}


def _percent(site: SyntaxSite) -> Iterator[Explanation]:
    for place in (*site.around, site.previous):
        if site.line(place).startswith("%"):
            yield Place(place.line), "percent-first", {}


def _odd_whitespace(site: SyntaxSite) -> Iterator[Explanation]:
    for place in site.around:
        yield from _odd_space_in(site, place)


def _odd_space_in(site: SyntaxSite, place: Place) -> Iterator[Explanation]:
    for pattern in (_ODD_BEFORE_KEY, _ODD_AFTER_COLON):
        if found := pattern.search(site.line(place)):
            yield Place(place.line, found.start(1) + 1), "odd-whitespace", {"character": code_point(found[1])}


def _bullet(site: SyntaxSite) -> Iterator[Explanation]:
    for place in site.around:
        yield from _dash_without_space(site, place)
        if found := _OTHER_BULLET.match(site.line(place)):
            yield Place(place.line, found.start("sign") + 1), "other-bullet", {"sign": found["sign"]}


def _dash_without_space(site: SyntaxSite, place: Place) -> Iterator[Explanation]:
    if found := _NO_SPACE_AFTER_DASH.match(site.line(place)):
        yield Place(place.line, found.end() + 1), "no-space-after-dash", {}


def _colon_without_space(site: SyntaxSite, place: Place) -> Iterator[Explanation]:
    if found := _NO_SPACE_AFTER_COLON.match(site.line(place)):
        yield Place(place.line, found.end() + 1), "no-space-after-colon", {"key": found["key"]}


def _tab(site: SyntaxSite) -> Iterator[Explanation]:
    for place in site.around:
        if found := _TAB_IN_INDENTATION.search(site.line(place)):
            yield Place(place.line, found.start(1) + 1), "tab", {}
    if "'\\t'" in site.saying:
        yield site.problem, "tab-inside", {}


def _document_end(site: SyntaxSite) -> Iterator[Explanation]:
    if "<document start>" in site.saying:
        marks = [number for number, line in enumerate(site.lines[: site.problem.line], 1) if line.rstrip() in {"...", "---"}]
        if marks:
            yield Place(marks[-1]), "several-documents", {}


def _open_quote(site: SyntaxSite) -> Iterator[Explanation]:
    if "quoted scalar" in site.saying:
        yield site.context, "unclosed-quote", {}
    elif site.quoted and site.quoted.line < site.quoted.end_line == site.problem.line - 1:
        # The mark was closed by the next one further down; what stops the parser is the text after that.
        yield Place(site.quoted.line + 1, site.quoted.column + 1), "unclosed-quote", {}


def _quote_then_text(site: SyntaxSite) -> Iterator[Explanation]:
    quoted = site.quoted
    if quoted and quoted.line == quoted.end_line == site.problem.line - 1 and quoted.end_column < site.problem.column:
        between = site.line(site.problem)[quoted.end_column : site.problem.column - 1]
        goes_on = bool(site.line(site.problem)[site.problem.column - 1 :].strip())
        begins_value = site.line(site.problem)[: quoted.column].rstrip()[-1:] in {":", "-", ""}
        if goes_on and begins_value and ":" not in between.split("#")[0]:
            sign = site.line(site.problem)[quoted.column]
            code = "quote-then-text/single" if sign == "'" else "quote-then-text"
            yield Place(quoted.line + 1, quoted.column + 1), code, {"key": _key_of(site.line(site.problem))}


def _block_header(site: SyntaxSite) -> Iterator[Explanation]:
    if "block scalar" in site.saying:
        value = _VALUE.match(site.line(site.context))
        sign = value["value"][0] if value else "|"
        yield site.problem, "block-header", {"sign": sign}


def _bracket(site: SyntaxSite) -> Iterator[Explanation]:
    if "flow" in site.saying and site.bracket:
        line = site.line(site.bracket)
        yield site.bracket, "unclosed-bracket", {"sign": line[site.bracket.column - 1], "key": _key_of(line)}


def _special_start(site: SyntaxSite) -> Iterator[Explanation]:
    for place in site.around:
        found = _VALUE.match(site.line(place))
        is_value = found and (found["key"] or "-" in site.line(place)[: found.start("value")])
        if found and is_value and found["value"][0] in _SPECIAL and found.start("value") < place.column:
            sign = found["value"][0]
            yield Place(place.line, found.start("value") + 1), "special-start", {"sign": sign, "key": found["key"] or "title"}


def _colon(site: SyntaxSite) -> Iterator[Explanation]:
    if "mapping values are not allowed" not in site.saying:
        return
    line = site.line(site.problem)
    key = _KEY.match(line)
    if key and key.end() == site.problem.column:
        # The line above was read as a text that goes on here, often because it is no key for want of a space.
        yield from _odd_space_in(site, site.previous)
        yield from _dash_without_space(site, site.previous)
        yield from _colon_without_space(site, site.previous)
        yield Place(site.problem.line, key.start("key") + 1), "indentation", {}
    else:
        yield site.problem, "colon-in-text", {"key": _key_of(line)}


def _no_colon(site: SyntaxSite) -> Iterator[Explanation]:
    if "could not find expected ':'" not in site.saying:
        return
    yield from _colon_without_space(site, site.context)
    yield from _another_sign(site, site.context)
    yield site.context, "missing-colon", {}


def _another_sign(site: SyntaxSite, place: Place) -> Iterator[Explanation]:
    if found := _SIGN_FOR_COLON.match(site.line(place)):
        yield Place(place.line, found.start("sign") + 1), "missing-colon/sign", {"key": found["key"], "sign": found["sign"]}


def _no_dash(site: SyntaxSite) -> Iterator[Explanation]:
    """A key just below the dashes of a list, where only another dash may stand."""
    key = _KEY.match(site.line(site.problem))
    if (
        key
        and "block collection: expected <block end>, but found '?'" in site.saying
        and site.problem.column == site.context.column
    ):
        yield site.problem, "missing-dash", {"key": key["key"]}


def _indentation(site: SyntaxSite) -> Iterator[Explanation]:
    if "block" not in site.saying:
        return
    yield from _colon_without_space(site, site.problem)
    if "<scalar>" in site.saying:
        yield from _another_sign(site, site.problem)
        yield _within(site, site.problem), "missing-colon", {}
    else:
        yield from _no_dash(site)
        yield _within(site, site.problem), "indentation", {}


def _key_of(line: str) -> str:
    found = _KEY.match(line)
    return found["key"] if found else "title"


_REASONS: tuple[Callable[[SyntaxSite], Iterator[Explanation]], ...] = (
    _escape,
    _merge_mark,
    _percent,
    _odd_whitespace,
    _tab,
    _document_end,
    _open_quote,
    _quote_then_text,
    _block_header,
    _bullet,
    _special_start,
    _bracket,
    _colon,
    _no_colon,
    _indentation,
)

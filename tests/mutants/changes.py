"""The small changes that a text of the program can have: pure functions from a text to changed texts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
CALCULATED: dict[type[ast.operator], tuple[str, str]] = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "//")}
JOINED: dict[type[ast.boolop], tuple[str, str]] = {ast.And: ("and", "or"), ast.Or: ("or", "and")}


@dataclass(frozen=True, slots=True)
class Change:
    """``text`` is the whole file after the change; ``line`` and ``what`` say where and which."""

    line: int
    what: str
    text: str


class _Source:
    """A module's text, cut at the places that its syntax tree names: columns count bytes."""

    def __init__(self, text: str) -> None:
        self.lines = text.encode().splitlines(keepends=True)

    def offset(self, line: int, column: int) -> int:
        return sum(map(len, self.lines[: line - 1])) + column

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def replaced(self, start: int, end: int, new: str) -> str:
        whole = b"".join(self.lines)
        return (whole[:start] + new.encode() + whole[end:]).decode()

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> str | None:
        """With an operator changed that stands between two operands, where a comment or a parenthesis may stand, too."""
        start, end = self.end(left), self.start(right)
        gap = b"".join(self.lines)[start:end].decode()
        found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)".replace(r"\ ", r"\s+"), gap)
        return self.replaced(start, end, gap[: found.start()] + new + gap[found.end() :]) if found else None


def changes_of_module(text: str) -> Iterator[Change]:
    """Every change of a Python module, by place: operators, boundaries, dropped statements and dropped pieces of sentences."""
    source, tree = _Source(text), ast.parse(text)
    whole = [*_of_operators(source, tree), *_of_values(source, tree), *_of_statements(source, tree)]
    yield from sorted((change for change in whole if _compiles(change.text)), key=lambda change: (change.line, change.what))


def _compiles(text: str) -> bool:
    try:
        compile(text, "changed", "exec")
    except SyntaxError:
        return False
    return True


def _nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """All but what no test can judge: how a dataclass is made, and what stands within f-strings, where places are wrong before
    Python 3.12.
    """
    unjudged: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=values):
                unjudged.update(child for value in values for child in ast.walk(value))
            case ast.ClassDef(decorator_list=decorators):
                unjudged.update(child for decorator in decorators for child in ast.walk(decorator))
    return (node for node in ast.walk(tree) if node not in unjudged)


def _of_operators(source: _Source, tree: ast.Module) -> Iterator[Change]:
    for node in _nodes(tree):
        match node:
            case ast.Compare(left=left, ops=operators, comparators=others):
                for before, operator, after in zip([left, *others], operators, others, strict=False):
                    yield from _change(source, before, after, COMPARED.get(type(operator)))
            case ast.BinOp(left=left, op=operator, right=right):
                yield from _change(source, left, right, CALCULATED.get(type(operator)))
            case ast.BoolOp(op=operator, values=values):
                for before, after in pairwise(values):
                    yield from _change(source, before, after, JOINED[type(operator)])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield Change(node.lineno, "not dropped", source.replaced(source.start(node), source.start(operand), ""))


def _change(source: _Source, left: ast.expr, right: ast.expr, words: tuple[str, str] | None) -> Iterator[Change]:
    if words and (text := source.between(left, right, *words)) is not None:
        yield Change(right.lineno, f"{words[0]} → {words[1]}", text)


def _of_values(source: _Source, tree: ast.Module) -> Iterator[Change]:
    for node in _nodes(tree):
        match node:
            case ast.Constant(value=bool(value)):
                yield Change(
                    node.lineno, f"{value} → {not value}", source.replaced(source.start(node), source.end(node), str(not value))
                )
            case ast.Constant(value=int(value)):
                yield Change(
                    node.lineno, f"{value} → {value + 1}", source.replaced(source.start(node), source.end(node), str(value + 1))
                )
            case ast.JoinedStr(values=[_, _, *_]):
                for piece in re.finditer(
                    r"(?<!{){[\w.]+}(?!})", ast.get_source_segment("".join(map(bytes.decode, source.lines)), node) or ""
                ):
                    start = source.start(node) + len(piece.string[: piece.start()].encode())
                    yield Change(node.lineno, f"{piece[0]} dropped", source.replaced(start, start + len(piece[0].encode()), ""))


def _of_statements(source: _Source, tree: ast.Module) -> Iterator[Change]:
    for node in _nodes(tree):
        match node:
            case (
                ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom())
                | ast.AugAssign()
                | ast.Raise()
                | ast.Continue()
                | ast.Delete()
            ):
                said = "yield from ()" if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call) else "pass"
                yield Change(node.lineno, "statement dropped", source.replaced(source.start(node), source.end(node), said))


def changes_of_catalogue(text: str) -> Iterator[Change]:
    """Every Swedish sentence of a catalogue without its last word."""
    for found in re.finditer(r'^msgstr(?:\[\d\])? "(.*) (\S+)"$', text, re.MULTILINE):
        line = text.count("\n", 0, found.start()) + 1
        yield Change(line, f"{found[2]} dropped", f"{text[: found.end(1)]}{text[found.end(2) :]}")

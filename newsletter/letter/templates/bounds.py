"""How much a template may make, and how long it may go on.

Jinja's sandbox keeps a template from the program, not from the machine: ``{{ "a" * 10 ** 10 }}`` eats the memory and loops
within loops never end. A workspace may come from a stranger, and a mistake is soon made. So every loop's turn, call and include
is a step, of which a letter has so many and so much time; what could make much at one step is looked at before it is made, or
is not there at all. No process, signal or limit of the operating system is needed, which Windows would not have.

The clock decides only whether a template is refused, never what it says; the counted steps run out first.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, do_join, do_replace
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from newsletter.disk import Bounds, guard

STEPS = 300_000
"""The longest sample takes 500 in one edition."""
SECONDS = 20.0
LARGEST = 100_000
"""Characters of a text or entries of a list that one expression may make: more than a letter holds."""
LARGEST_EDITION = 10_000_000
_LARGEST_TEXT = 150_000
"""Characters that a filter of ours takes at a time: an issue has no more, and it takes two seconds for the worst of them."""
_LARGEST_NUMBER = 2_000
"""In bits."""

TOO_LARGE, TOO_LONG, TOO_TANGLED = "Makes too much", "Goes on too long", "Is too tangled"

_BOUNDS = Bounds(300_000, seconds=SECONDS, broken=())

_LEFT_OUT = frozenset({
    "batch", "center", "format", "indent", "pprint", "random", "slice", "sum", "tojson", "urlize", "wordwrap",
})  # fmt: skip
"""Filters that make as much as their arguments say, or something else each time."""
_TEXT_METHODS = frozenset({
    "center", "encode", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "translate", "zfill",
})  # fmt: skip


class _Budget:
    """The steps and the time that one template has left."""

    __slots__ = ("ends", "left")

    def __init__(self) -> None:
        self.left = STEPS
        self.ends = time.monotonic() + SECONDS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0 or time.monotonic() > self.ends:
            raise SecurityError(TOO_LONG)


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


def _spend() -> None:
    """A step of the template that is being rendered."""
    if budget := _budget.get():
        budget.spend()


def _fits(size: int, largest: int = LARGEST) -> None:
    if size > largest:
        raise SecurityError(TOO_LARGE)


def _edition(parts: Iterable[str]) -> str:
    """The text that a template wrote, or a block of it."""
    text_parts: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > LARGEST_EDITION and isinstance(parts, Generator):
            parts.throw(SecurityError(TOO_LARGE))  # there, so that the line that is writing is known
        _fits(size, LARGEST_EDITION)
        text_parts.append(part)
    return "".join(text_parts)


class _BoundedTemplate(jinja2.Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        before = _budget.set(_Budget())
        try:
            return super().render(*args, **kwargs)
        finally:
            _budget.reset(before)


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """The immutable sandbox, in which no template can take more than a letter's worth of memory and time."""

    template_class = _BoundedTemplate
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    concat = staticmethod(_edition)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters = {name: function for name, function in FILTERS.items() if name not in _LEFT_OUT}
        self.filters |= {"_turns": _turns, "_together": _together, "join": _join, "replace": _replace}
        del self.globals["lipsum"]

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *more: Any, **named: Any) -> Any:
        def use() -> Any:
            try:
                return super(BoundedEnvironment, self).compile(source, name, filename, *more, **named)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                # Python's compiler has only so many blocks and brackets within each other, and numbers of 4,300 digits.
                raise jinja2.TemplateSyntaxError(TOO_TANGLED, 1, name, filename) from None

        return guard(Path(filename or name or "-"), _BOUNDS, use)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _StepCounting().visit(super()._parse(source, name, filename))
        return parsed

    def _load_template(self, *args: Any, **kwargs: Any) -> jinja2.Template:
        _spend()
        return super()._load_template(*args, **kwargs)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja's
        _spend()
        if isinstance(__obj, LoopContext) and args:  # a recursive loop's next level
            args = (_turns(__context, args[0]), *args[1:])
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        match operator:
            case "+":
                _fits(_size(left) + _size(right))
            case "*":
                _fits_times(left, right)
            case "**":
                _fits(_bits(left) * abs(right) if isinstance(right, int) else 0, _LARGEST_NUMBER)
            case _:
                _fits(LARGEST + 1 if isinstance(left, str) else 0)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, bytes | int | float):
            return False
        return not (isinstance(obj, str) and attr in _TEXT_METHODS) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ARG002 - Jinja's signature
        """Texts have no format here: a width in it makes as much as it says."""
        return None


class _StepCounting(NodeTransformer):
    """Loops whose turns are counted, and ``~`` that looks at what it joins."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _apply_filter(node.iter, "_turns")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _apply_filter(nodes.List(node.nodes, lineno=node.lineno, environment=node.environment), "_together")


def _apply_filter(node: nodes.Expr, name: str) -> nodes.Filter:
    assert node.environment
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno, environment=node.environment)


@jinja2.pass_context
def _turns(_context: Context, entries: Iterable[Any]) -> Iterator[Any]:
    for entry in entries:
        _spend()
        yield entry


@jinja2.pass_eval_context
def _together(context: EvalContext, parts: list[Any]) -> str:
    """Does the work of ``~``, for no more than fits."""
    _fits(sum(map(_size, parts)))
    return markup_join(parts) if context.autoescape else str_join(parts)


@jinja2.pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    entries = list(value)
    _fits(sum(map(_size, entries)) + _size(d) * len(entries))
    joined: str = do_join(context, entries, d, attribute)
    return joined


@jinja2.pass_eval_context
def _replace(context: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    _fits(_size(s) + str(s).count(old) * _size(new))
    return do_replace(context, s, old, new, count)


def refuse_more_than_an_issue(text: str) -> None:
    """What a filter takes was perhaps made by the template itself, which may write far more than an editor."""
    _spend()
    _fits(_size(text), _LARGEST_TEXT)


def _fits_times(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        _fits(_bits(left) + _bits(right), _LARGEST_NUMBER)
    elif isinstance(left, int) or isinstance(right, int):
        _fits(_size(left) * right if isinstance(right, int) else left * _size(right))


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _size(value: Any) -> int:
    """Characters, entries; of what has neither, none."""
    return len(value) if isinstance(value, str | list | tuple | dict) else 0

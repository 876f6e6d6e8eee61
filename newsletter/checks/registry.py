"""Every code that a finding may have, from where it is written: the rules' modules, the letter's faults and the files'."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from newsletter import source
from newsletter.checks import rules
from newsletter.checks.rule import Check
from newsletter.letter.pictures import PICTURE_CODES
from newsletter.letter.templates import TEMPLATE_CODES
from newsletter.model.diagnostics import Code


@cache
def checks() -> tuple[Check[...], ...]:
    """All that stand in a module of ``rules``: the modules by their names, in each the rules as they are written."""
    names = sorted(module.name for module in iter_modules(rules.__path__, f"{rules.__name__}."))
    return tuple(check for name in names for check in vars(import_module(name)).values() if _is_of(name, check))


def _is_of(module: str, value: object) -> bool:
    """Whether the value is a rule of that module's own, not one that it imports."""
    return isinstance(value, Check) and value.module == module


def checks_about(*subjects: type[Any]) -> tuple[Check[...], ...]:
    """Those that take exactly these, in the registry's order."""
    return tuple(check for check in checks() if check.subjects == subjects)


@cache
def codes() -> Mapping[str, Code]:
    """By name: the rules' in the registry's order, then the letter's and those of reading files.

    ``ValueError`` where one name is given to two things.
    """
    return _by_name((*(check.code for check in checks()), *PICTURE_CODES, *TEMPLATE_CODES.values(), *source.CODES))


def _by_name(declared: Iterable[Code]) -> Mapping[str, Code]:
    """Two rooms may find the same fault, each in words of its own; the reason is then the first one's."""
    known: dict[str, Code] = {}
    for code in declared:
        first = known.setdefault(code.name, code)
        if (first.severity, first.acceptance) != (code.severity, code.acceptance):
            raise ValueError(f"{code.name} is both {first.severity} and {code.severity}")
    return known

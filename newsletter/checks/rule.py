"""What a rule is: one function, and above it how bad its findings are, why they are told, and what a waiver may do."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, ParamSpec

from newsletter.model.diagnostics import Acceptance, Code, Finding, Location, Severity

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Remark:
    """What one rule says of one place: a finding that does not know its rule yet. ``before`` is as in ``Finding``."""

    location: Location
    message: str
    hint: str = ""
    before: str | None = None


@dataclass(frozen=True)
class Check(Generic[P]):
    """A rule and the function that finds its faults. It is called as that function is, and gives findings for its remarks."""

    code: Code
    remarks: Callable[P, Iterator[Remark]]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[Finding]:
        for remark in self.remarks(*args, **kwargs):
            yield self.code.finding(remark.location, remark.message, remark.hint, remark.before)

    @cached_property
    def subjects(self) -> tuple[type, ...]:
        """The types that the function takes, in order: by them it is known when to call it."""
        return tuple(parameter.annotation for parameter in inspect.signature(self.remarks).parameters.values())

    @property
    def module(self) -> str:
        """Where the function is written."""
        return self.remarks.__module__


def rule(
    severity: Severity, reason: str, acceptance: Acceptance = Acceptance.BY_SEVERITY
) -> Callable[[Callable[P, Iterator[Remark]]], Check[P]]:
    """Make a rule of the function below. Its code is the function's name with hyphens; ``reason`` is a message id."""

    def check(remarks: Callable[P, Iterator[Remark]]) -> Check[P]:
        return Check(Code(remarks.__name__.replace("_", "-"), severity, reason, acceptance), remarks)

    return check

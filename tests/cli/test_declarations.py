"""A command is declared in one module and does its work in another: what Click passes is what the body takes."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

from newsletter.cli import commands
from tests.commands import COMMANDS

FACES = sorted(Path(commands.__file__).parent.glob("*/__init__.py"))
DECLARATIONS = {
    node.name: node
    for face in FACES
    for node in ast.parse(face.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef)
}


def _function(command: str) -> str:
    return f"{command.replace(' ', '_')}_command"


def parameters(declaration: ast.FunctionDef) -> set[str]:
    """What the body takes: of what the declaration imports, the value of all options if there is one, else the function."""
    (found,) = (node for node in declaration.body if isinstance(node, ast.ImportFrom))
    module = importlib.import_module(found.module or "")
    bodies = [getattr(module, name.name) for name in found.names]
    return set(inspect.signature(next((body for body in bodies if inspect.isclass(body)), bodies[-1])).parameters)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_body_takes_what_the_declaration_names(name: str) -> None:
    assert parameters(DECLARATIONS[_function(name)]) == {one.name for one in COMMANDS[name].params}


def test_every_declaration_is_a_command() -> None:
    assert {_function(name) for name in COMMANDS} == DECLARATIONS.keys()

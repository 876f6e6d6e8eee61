"""Every command of the program, also those of a group, by what is written after ``newsletter``."""

import click

from newsletter.cli.app import app


def _below(words: str, command: click.Command) -> dict[str, click.Command]:
    found = {words: command}
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            found |= _below(f"{words} {name}", one)
    return found


COMMANDS = {words: one for name, command in app.commands.items() for words, one in _below(name, command).items()}


def longest_command(text: str) -> str:
    """The command that ``text`` begins with; its first word where it begins with none."""
    words = text.split()
    tried = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((one for one in tried if one in COMMANDS), words[0])

"""The command line: the only room that prints, prompts, exits or reads the environment.

``main`` is the console script. ``commands`` declares the commands, a folder for each kind of work, and holds what they do, a
module for each; ``read`` is what a person types, ``show`` what a person sees. To be quick, help, completion and usage errors
load the declarations alone: Click, the standard library, ``newsletter.locale``, and here what needs no other room.
"""

import gc
import os
import sys

from newsletter import locale

__all__ = ["main"]


def main() -> None:
    """Run ``newsletter`` with the arguments of this process, and end the process with its exit code."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # no foreign code among ours, and looking for it takes 15 ms

    gc.set_threshold(50_000)  # imports make a quarter of a million objects that all stay: looking among them costs 20 ms

    locale.install()  # before anything imports Click, whose words are then Swedish too

    from newsletter.cli import boundary, output

    output.prepare_streams()
    sys.exit(boundary.run(_app))


def _app() -> object:
    """Imported inside the boundary: a fault in a command's module is told like any other."""
    from newsletter.cli.app import app

    return app.main(prog_name="newsletter", standalone_mode=False)

"""The one place where a command that could not go on becomes words and an exit code."""

from collections.abc import Callable

import click

from newsletter.cli.exits import Exit
from newsletter.cli.output import note
from newsletter.locale import _


def run(command: Callable[[], object]) -> int:
    """Call ``command`` and say what came of it; the exit code of design.md 7. Its own return value counts if it is a number.

    The single broad handler of the program: a fault of ours must neither show a traceback nor hide what has been sent.
    """
    try:
        result = command()
    except (click.exceptions.Exit, BrokenPipeError):  # no faults: Click ends with a code, or quietly where nobody reads on
        raise
    except (click.Abort, KeyboardInterrupt):
        note(_("Interrupted."))
        return Exit.REFUSED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - this is the boundary
        from newsletter.cli.faults import tell  # noqa: PLC0415 - a command written in the wrong way is told of without it

        return tell(error)
    return int(result) if isinstance(result, int) else Exit.DONE

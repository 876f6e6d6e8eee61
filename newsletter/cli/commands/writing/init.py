"""``newsletter init``: a workspace with everything in its place, ready to be filled in."""

from collections.abc import Mapping
from pathlib import Path

from newsletter.cli.clock import now
from newsletter.cli.invocation import current_directory
from newsletter.cli.last_workspace import going_there, remember_workspace
from newsletter.cli.output import note, say
from newsletter.disk import PRIVATE, PUBLIC, Bounds, create_whole, read_foreign, real_path, write_whole
from newsletter.locale import _
from newsletter.source import fill_skeleton, recipients_skeleton, refresh_schemas, settings_skeleton

RECIPIENTS = "recipients.yaml"
"""It shows who is active in a party: the other users of the computer have nothing to do with it."""
_BOUNDS = Bounds(1_000_000, seconds=5)


def make_workspace(*, directory: Path | None) -> None:
    folder = real_path(current_directory() / directory) if directory else current_directory()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "issues").mkdir(exist_ok=True)
    refresh_schemas(folder)
    for name, text in _files(now().year).items():
        _write(folder, name, text)
    _keep_out_of_git(folder)
    remember_workspace(folder)
    note()
    if folder != Path.cwd():
        say(_("Go to the folder: {command}").format(command=going_there(folder)))
    say(_("Now fill in newsletter.yaml and recipients.yaml, and then run “newsletter new”."))


def _files(year: int) -> Mapping[str, str]:
    return {
        "newsletter.yaml": settings_skeleton(year),
        RECIPIENTS: recipients_skeleton(year),
        ".vscode/settings.json": fill_skeleton("vscode-settings.json"),
        ".vscode/extensions.json": fill_skeleton("vscode-extensions.json"),
    }


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    try:
        create_whole(path, text, mode=PRIVATE if name == RECIPIENTS else PUBLIC)
    except FileExistsError:
        note(_("{path} already exists and is left as it is.").format(path=name))
    else:
        note(_("Created {path}.").format(path=name))


def _keep_out_of_git(folder: Path) -> None:
    """Add the lines that ``.gitignore`` lacks: the list of recipients must never end up in an open repository."""
    path = folder / ".gitignore"
    present = read_foreign(path, _BOUNDS, lambda data: data.decode("utf-8-sig")) if path.is_file() else ""
    missing = [line for line in fill_skeleton("gitignore").splitlines() if line not in present.splitlines()]
    if missing:
        text = present if not present or present.endswith("\n") else f"{present}\n"
        write_whole(path, text + "\n".join(missing) + "\n")
        note(_("Created {path}.").format(path=path.name) if not present else _("Added lines to {path}.").format(path=path.name))

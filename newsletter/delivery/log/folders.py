"""Folders that a log should not lie in, and copies that a synchroniser has made of it. Decided from names; one place looks."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.source import is_copy

# A folder's name in lower case, or how it begins: "OneDrive - Vänsterpartiet", "Dropbox (Privat)", "GoogleDrive-namn@…".
SYNCHRONISERS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "iclouddrive": "iCloud Drive",
    "icloud drive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "min enhet": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
}
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "davfs", "fuse.davfs2", "9p"})


def synchroniser(path: PurePath) -> str | None:
    """The service that keeps one of the folders on the way to ``path`` in step with other machines."""
    for folder in path.parts[:-1]:
        for beginning, name in SYNCHRONISERS.items():
            if re.fullmatch(rf"{re.escape(beginning)}([ (_-].*)?", folder.lower()):
                return name
    return None


def is_on_network(path: PurePath, mounts: str = "") -> bool:
    """Whether ``path`` is on another machine's disk; ``mounts`` is the text of /proc/mounts where there is one."""
    if str(path).startswith(("\\\\", "//")):
        return True
    best = (0, "")
    for line in mounts.splitlines():
        _device, point, kind, *_rest = [*line.split(" "), "", ""]
        point = point.replace("\\040", " ")
        if path.is_relative_to(point or "-"):
            best = max(best, (len(PurePath(point).parts), kind), key=lambda found: found[0])
    return best[1] in NETWORK_FILE_SYSTEMS


def conflicted_copies(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Those of ``others`` that a synchroniser made of the file ``name`` when two machines had changed it."""
    path = PurePath(name)
    found = [PurePath(other) for other in others]
    return tuple(sorted(one.name for one in found if one.suffix == path.suffix and is_copy(one.stem, path.stem)))


def refuse_conflicted_copies(path: Path) -> None:
    if not path.parent.is_dir():
        return
    if copies := conflicted_copies(path.name, (other.name for other in path.parent.iterdir())):
        raise Refused(
            _("Beside the sending log {path} there are copies from a conflict: {copies}.").format(
                path=path, copies=", ".join(copies)
            ),
            _("Two computers have written to the log. Find out which copy is right and keep it alone, in another folder."),
        )


def folder_warning(path: Path | None) -> str | None:
    """A sentence with the remedy where the log at ``path`` risks being copied behind our back."""
    if path is None:
        return None
    if service := synchroniser(path):
        reason = _("The sending log is in a folder that {service} synchronises: {path}.").format(service=service, path=path)
    elif is_on_network(path, _mounts()) or _is_remote_drive(path):
        reason = _("The sending log is in a network folder: {path}.").format(path=path)
    else:
        return None
    return _(
        "{reason} There it can be damaged or doubled. Move it with delivery.log in newsletter.yaml, for example {example}."
    ).format(
        reason=reason,
        example="sqlite:C:/newsletter/log.sqlite3" if sys.platform == "win32" else "sqlite:/var/lib/newsletter/log.sqlite3",
    )


def _mounts() -> str:
    mounts = Path("/proc/mounts")
    return mounts.read_text(encoding="utf-8", errors="replace") if mounts.exists() else ""


def _is_remote_drive(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - Windows alone is asked

    drive_remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == drive_remote)

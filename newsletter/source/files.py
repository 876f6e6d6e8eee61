"""Which files of a workspace are read, and which lie there by mistake."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Place, Refused
from newsletter.model.issue import ISSUE_ID
from newsletter.source.diagnostics.words import diagnostic

ISSUES = "issues"
RECIPIENTS = "recipients.yaml"
SETTINGS = "newsletter.yaml"

_BACKUPS = (".bak", ".old", ".orig", ".rej", ".tmp")
_PLACEHOLDER = ".icloud"
_PICTURES = (".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")
_HARMLESS = frozenset({"thumbs.db", "desktop.ini", "images", "__macosx"})
"""What systems and unpackers leave, and the folder of pictures; hidden files are passed over anyhow."""
_MAILS = (".emlx", ".mht", ".mhtml", ".mbox", ".msg")
_ARCHIVES = (".7z", ".gz", ".rar", ".tar", ".zip")
_ISSUE_STEM = re.compile(r"([0-9]{4}-q[1-4])(.*)", re.IGNORECASE)


def issue_file(issue: str) -> str:
    return f"{ISSUES}/{issue}.yaml"


def issue_ids(directory: Path) -> tuple[str, ...]:
    """The ids of the issues that the workspace holds, sorted; copies left by a synchronised folder are not among them."""
    stems = {path.stem for path in visible_files(directory / ISSUES) if path.suffix == ".yaml"}
    return tuple(sorted(stem for stem in stems if ISSUE_ID.match(stem) and copy_of(stem, stems) is None))


def visible_files(folder: Path) -> list[Path]:
    """What the folder holds by name, hidden files and Word's marks of open ones aside; nothing where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))


def placeholder_of(path: Path) -> Path | None:
    """What iCloud leaves in the place of a file that it has not fetched: ``.2026-q3.yaml.icloud``."""
    placeholder = path.with_name(f".{path.name}{_PLACEHOLDER}")
    return placeholder if placeholder.exists() else None


def refuse_placeholder(path: Path) -> None:
    """``Refused`` where the file at ``path`` is there, and only its text is not on this disk."""
    if placeholder := placeholder_of(path):
        raise Refused(
            _("{path} exists, but its text is not on this computer: only iCloud's mark of it is.").format(
                path=f"{path.parent.name}/{path.name}"
            ),
            _("Fetch it first: open the folder in Finder and press the cloud beside it ({name}).").format(
                name=placeholder.name
            ),
        )


def copy_of(stem: str, beside: set[str]) -> str | None:
    """The stem of the file that ``stem`` is a conflicted copy of."""
    bases = [base for base in beside if stem != base and stem.startswith(base)]
    for base in sorted(bases, key=len, reverse=True):
        if _is_copy_of(stem, base):
            return base
    return None


def _is_copy_of(stem: str, base: str) -> bool:
    """``2026-q3-win`` can be an id of its own, so that only a computer's usual name makes it a copy."""
    return has_usual_host(stem, base) if ISSUE_ID.match(stem) else is_copy(stem, base)


def stray_files(directory: Path, issues: tuple[str, ...] | None) -> Iterator[Diagnostic]:
    """Copies beside the files that are read; with ``issues`` None, every file in the folder that is not an issue."""
    yield from _stray_in_workspace(directory)
    paths = [path for path in visible_files(directory / ISSUES) if _looks_like_an_issue(path.name.lower())]
    stems = {path.stem for path in paths if path.suffix == ".yaml"}
    if issues is None:
        yield from unread_files(directory / ISSUES, ISSUES, _is_looked_at)
    for path in paths:
        if found := _stray_issue(path, stems, issues):
            yield found


def _looks_like_an_issue(name: str) -> bool:
    """By its ending, or the one before another: Windows hides the last of ``2026-q3.yaml.txt``. Backups are no concern."""
    return name.endswith((".yaml", ".yml")) or (".yaml." in name and not name.endswith(_BACKUPS))


def _is_looked_at(path: Path) -> bool:
    """An issue, or a name that looks like one; and the folders of contributions."""
    return (
        bool(ISSUE_ID.match(path.name)) if path.is_dir() and path.suffix != ".yaml" else _looks_like_an_issue(path.name.lower())
    )


def _stray_in_workspace(directory: Path) -> Iterator[Diagnostic]:
    for path in visible_files(directory):
        for name in (RECIPIENTS, SETTINGS):
            base = name.removesuffix(".yaml")
            if path.suffix == ".yaml" and path.stem.startswith(base) and _is_copy_of(path.stem, base):
                yield diagnostic(path.name, Place(), "conflicted-copy", name=path.name, original=name)
            elif path.name == f"{base}.yml":
                yield diagnostic(path.name, Place(), "wrong-ending", name=path.name, ending=".yml", remedy=name)


def _stray_issue(path: Path, stems: set[str], issues: tuple[str, ...] | None) -> Diagnostic | None:
    file, place = f"{ISSUES}/{path.name}", Place()
    known = stems | ({match[1].lower()} if (match := _ISSUE_STEM.match(path.stem)) else set())
    if path.suffix == ".yaml" and (base := copy_of(path.stem, known)):
        concerns = issues is None or base in issues
        return diagnostic(file, place, "conflicted-copy", name=path.name, original=f"{base}.yaml") if concerns else None
    if issues is not None:
        return None
    if path.suffix.lower() == ".yml":
        return diagnostic(file, place, "wrong-ending", name=path.name, ending=path.suffix, remedy=f"{path.stem}.yaml")
    if path.suffix != ".yaml" or not ISSUE_ID.match(path.stem):
        return diagnostic(file, place, "not-an-issue-name", name=path.name)
    return None


def unread_files(folder: Path, name: str, is_read: Callable[[Path], bool]) -> Iterator[Diagnostic]:
    """A diagnostic for all in ``folder``, called ``name`` in it, that is neither read nor known to be harmless."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") and path.name.endswith(_PLACEHOLDER):
            meant = path.name.removeprefix(".").removesuffix(_PLACEHOLDER)
            yield diagnostic(f"{name}/{path.name}", Place(), "not-fetched", name=meant)
        elif not is_read(path) and not _is_harmless(path):
            yield diagnostic(f"{name}/{path.name}", Place(), f"not-read/{_sort_of(path)}", name=path.name)


def _is_harmless(path: Path) -> bool:
    low = path.name.lower()
    return (
        low in _HARMLESS
        or low.startswith((".", "~$", "readme"))
        or low.endswith(("~", ".sent.json", ".lock", *_BACKUPS, *_PICTURES))
    )


def _sort_of(path: Path) -> str:
    """Which words tell what to do with a file that is not read."""
    if path.is_dir():
        return "folder"
    ending = path.suffix.lower()
    if ending in _MAILS:
        return "mail"
    if ending in _ARCHIVES:
        return "archive"
    return "other" if ending else "no-ending"


# What a synchroniser calls the copy that it makes when two computers have changed one file: the only place that knows.

# What OneDrive, Dropbox, iCloud, Syncthing, Nextcloud and Explorer put after the name when two have changed one file.
_COPY = re.compile(
    r"""\ ?\(.+\)            # (1), (conflicted copy 2026-09-01), (Annas konfliktkopia ...)
      | \ \d+               # iCloud:  2
      | \.sync-conflict-.+  # Syncthing
      | [-_ .].*(?:conflict|konflikt).*
      | \ (?:-\ )?(?:copy|kopia)\b.*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOST = re.compile(r"-(?=(?:.*[A-Z]){2})[\w-]{3,}")  # OneDrive: -DESKTOP-AB12, -Annas-MacBook
_DEFAULT_HOST = re.compile(r"-(?:desktop|laptop|win)-[a-z0-9]{4,}")


def is_copy(stem: str, base: str) -> bool:
    """Whether a file called ``stem`` (without its ending) beside one called ``base`` is a copy of it."""
    rest = stem[len(base) :]
    return stem.startswith(base) and bool(_COPY.fullmatch(rest) or _HOST.fullmatch(rest))


def has_usual_host(stem: str, base: str) -> bool:
    """Whether what comes after ``base`` is a name that Windows gives a computer by itself."""
    return stem.startswith(base) and bool(_DEFAULT_HOST.fullmatch(stem[len(base) :]))

"""What a synchroniser calls the copy that it makes when two computers have changed one file: the only place that knows."""

import re

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

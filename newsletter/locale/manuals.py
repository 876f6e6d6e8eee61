"""The Swedish pages that the program carries: the handbook, and the page of every code that ``check`` may show."""

import re
from enum import Enum
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


class Manual(Enum):
    """Each by the name of its file in ``docs/``."""

    HANDBOOK = "handbok.md"
    CODES = "kontroller.md"


def manuals_directory() -> Path:
    """Inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / "docs"
    return inside if inside.is_dir() else PACKAGE.parent / "docs"


def read_manual(manual: Manual) -> str:
    """The page's Markdown."""
    return (manuals_directory() / manual.value).read_text(encoding="utf-8")


def explanations() -> dict[str, str]:
    """What the codes' page says of each code, in plain text, in the page's order.

    A code has a heading of its own, in two subjects when two rooms find it, or stands in a list below what is said of them all.
    """
    found: dict[str, str] = {}
    for subject in re.split(r"^## .*\n", read_manual(Manual.CODES), flags=re.MULTILINE)[1:]:
        introduction, *sections = re.split(r"^### ", subject, flags=re.MULTILINE)
        listed = re.findall(r"^- `([a-z0-9-]+)`$", introduction, re.MULTILINE)
        words = [(code, introduction.partition("\n- `")[0]) for code in listed]
        words += [(code, text) for code, _, text in (section.partition("\n") for section in sections)]
        for code, text in words:
            found[code] = f"{found[code]}\n\n{_plain(text)}" if code in found else _plain(text)
    return found


def _plain(markdown: str) -> str:
    """Markdown as a terminal shows it: examples indented, emphasis and code without their marks."""
    text = re.sub(r"^```\w*\n(.*?)^```\n", _indented, markdown.strip() + "\n", flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^> ?|\*\*", "", text, flags=re.MULTILINE).strip()


def _indented(block: re.Match[str]) -> str:
    return re.sub(r"^(?=.)", "    ", block[1], flags=re.MULTILINE)

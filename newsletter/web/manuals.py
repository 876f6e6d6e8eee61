"""The handbook as pages for the browser, read from the disk: a browser does not show Markdown."""

import re
import shutil
from html import escape
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from newsletter.disk import write_whole
from newsletter.locale.manuals import Manual, manuals_directory, read_manual

PAGE = """\
<!doctype html>
<html lang="sv">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.55 system-ui, sans-serif }}
h1, h2, h3 {{ line-height: 1.25; margin-top: 2em }}
pre {{ overflow-x: auto; padding: .8rem; border: 1px solid GrayText; border-radius: .3rem }}
code {{ font-size: .92em }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid GrayText; padding: .3rem .6rem; text-align: left; vertical-align: top }}
img {{ max-width: 100% }}
</style>
<main>
{body}</main>
</html>
"""


def write_manuals(folder: Path) -> Path:
    """Write every manual as a page into ``folder``, with the pictures they show; returns the handbook's."""
    for manual in Manual:
        write_whole(folder / _page_name(manual), render_manual(manual), is_durable=False)
    shutil.copytree(manuals_directory() / "pictures", folder / "pictures", ignore=shutil.ignore_patterns("*.svg"))
    return folder / _page_name(Manual.HANDBOOK)


def _page_name(manual: Manual) -> str:
    return Path(manual.value).with_suffix(".html").name


def _heading_id(heading: str) -> str:
    """As code hosts make it, which the handbook's own links are written for."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def render_manual(manual: Manual) -> str:
    """A page in HTML whose links lead to its own headings and to the other pages."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(read_manual(manual))
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrs["id"] = _heading_id(inline.content)
    for link in (child for token in tokens for child in token.children or () if child.type == "link_open"):
        address = str(link.attrs["href"])
        if address in {other.value for other in Manual}:
            link.attrs["href"] = _page_name(Manual(address))
    title = next(inline.content for heading, inline in pairwise(tokens) if heading.tag == "h1")
    return PAGE.format(title=escape(title), body=parser.renderer.render(tokens, parser.options, {}))

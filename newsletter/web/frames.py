"""The letter for its frame, as a mail program of the chosen sort would show it.

A page cannot choose a colour scheme or a medium for what it frames, so the letter's own style sheet is asked with other words.
"""

import re
from enum import StrEnum

from newsletter.letter import Letter, standalone_html

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_MEDIA = re.compile(r"@media\b[^{]*\{")
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)")
_ALWAYS, _NEVER = "(min-width: 0px)", "(max-width: 0px)"
_INVERTED = "html { filter: invert(1) hue-rotate(180deg); background: #fff; } img { filter: invert(1) hue-rotate(180deg); }"
_PAPER = "html, body { background: #fff !important; } body { padding: 38px !important; }"


class Colours(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    """Our own dark palette, as Apple Mail shows it."""
    FORCED = "forced"
    """Colours turned around by a program that asks for no palette, as Gmail and Outlook on telephones do."""


def framed(letter: Letter, version: str, colours: Colours = Colours.LIGHT, *, images: bool = True, paper: bool = False) -> str:
    """The HTML edition for a frame: pictures in place, links in windows of their own, and ``version`` for whoever asks.

    Without ``images`` they are left as the letter refers to them, which nothing here can open.
    """
    html = standalone_html(letter) if images else letter.html or ""
    dark = colours is Colours.DARK and not paper
    html = _MEDIA.sub(lambda rule: _asked(rule[0], dark=dark, paper=paper), html)
    style = f":root {{ color-scheme: {'dark' if dark else 'light'} !important; }}"
    style += _INVERTED if colours is Colours.FORCED and not paper else ""
    style += _PAPER if paper else ""
    told = f'<base target="_blank" /><meta name="version" content="{version}" /><style>{style}</style>'
    return _HEAD.sub(lambda head: head[0] + told, html, count=1)


def _asked(rule: str, *, dark: bool, paper: bool) -> str:
    """The media rule as it is to be answered."""
    rule = _SCHEME.sub(lambda scheme: _ALWAYS if (scheme[1] == "dark") == dark else _NEVER, rule)
    if paper:
        rule = re.sub(r"\bonly screen\b|\bscreen\b", "not all", rule)
        rule = re.sub(r"\bprint\b", "all", rule)
    return rule

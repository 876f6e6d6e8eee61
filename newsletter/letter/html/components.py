"""MJML as mrml 6.0.1 really renders it: which components, where they may stand, which attributes have an effect.

Taken from the MJML documentation, less what mrml accepts and then ignores (mjml-python 1.4.2 against npm mjml 5.4.1).
"""

from newsletter.locale import N_


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PADDING = _words("padding padding-top padding-right padding-bottom padding-left")
_BORDER = _words("border border-top border-right border-bottom border-left border-radius")
_BACKGROUND = _words(
    "background-color background-url background-repeat background-size background-position background-position-x "
    "background-position-y"
)
_FONT = _words("color font-family font-size font-style font-weight letter-spacing line-height text-decoration text-transform")
_FRAME = _words("align container-background-color") | _PADDING
_BLOCK = _BACKGROUND | _BORDER | _PADDING | _words("direction full-width text-align")

ATTRIBUTES: dict[str, frozenset[str]] = {
    "mjml": _words("lang dir"),
    "mj-head": frozenset(),
    "mj-body": _words("width background-color"),
    "mj-title": frozenset(),
    "mj-breakpoint": _words("width"),
    "mj-attributes": frozenset(),
    "mj-style": _words("inline"),
    "mj-raw": _words("position"),
    "mj-wrapper": _BLOCK,
    "mj-section": _BLOCK,
    "mj-group": _words("background-color direction vertical-align width"),
    "mj-column": _words("background-color direction vertical-align width inner-background-color inner-border")
    | _words("inner-border-top inner-border-right inner-border-bottom inner-border-left")
    | _BORDER
    | _PADDING,
    "mj-hero": _BACKGROUND | _PADDING | _words("background-height background-width height mode vertical-align width"),
    "mj-text": _FRAME | _FONT | _words("height vertical-align"),
    "mj-image": _FRAME
    | _words("alt border border-radius fluid-on-mobile font-size height href max-height name rel src target usemap width"),
    "mj-button": _FRAME
    | _FONT
    | _BORDER
    | _words("background-color height href inner-padding name rel target text-align vertical-align width"),
    "mj-divider": _FRAME | _words("border-color border-style border-width width"),
    "mj-spacer": _FRAME | _words("height"),
    "mj-table": _FRAME | _FONT | _words("border cellpadding cellspacing table-layout width"),
}
"""Besides ``css-class`` and ``mj-class``."""

ALL_ATTRIBUTES = frozenset().union(*ATTRIBUTES.values())

_CONTENT = _words("mj-text mj-image mj-button mj-divider mj-spacer mj-table mj-raw")
CHILDREN: dict[str, frozenset[str]] = {
    "mjml": _words("mj-head mj-body"),
    "mj-head": _words("mj-title mj-breakpoint mj-attributes mj-style mj-raw"),
    "mj-body": _words("mj-wrapper mj-section mj-hero mj-raw"),
    "mj-wrapper": _words("mj-section mj-hero mj-raw"),
    "mj-section": _words("mj-column mj-group mj-raw"),
    "mj-group": _words("mj-column mj-raw"),
    "mj-column": _CONTENT,
    "mj-hero": _CONTENT,
}
"""Components that hold components only: text and HTML in them is dropped without a word."""

CLOSED = _words("mj-image mj-divider mj-spacer mj-breakpoint")
"""Components that hold nothing."""

REFUSED: dict[str, str] = {
    "mj-font": N_("It would load a font from somewhere else."),
    "mj-include": N_("Use Jinja's include instead."),
    "mj-html-attributes": N_("It cannot be rendered here."),
    "mj-selector": N_("It cannot be rendered here."),
    "mj-preview": N_("It would be written in white; the preview text stands in base.mjml.j2 instead."),
    "mj-social": N_("It would load icons from somewhere else."),
    "mj-social-element": N_("It would load icons from somewhere else."),
    "mj-navbar": N_("It does not work in many mail programs."),
    "mj-accordion": N_("It does not work in many mail programs."),
    "mj-carousel": N_("It does not work in many mail programs."),
}
"""Components of MJML that no letter may have, and why."""

HTML_REFUSED = _words("script link iframe object embed form input video audio base svg")
"""Elements that load, run or send something."""

LOADING_ATTRIBUTES = _words("src srcset background background-url poster data")
"""Attributes whose address is fetched when the letter is opened."""

"""The HTML edition: templates into MJML, mrml for the layout, css-inline for the rules of ``inline.css.j2``, and what both
leave to mend. Nothing of it is lost in silence: a fault is told with the template's file and line.

mjml-python is Rust's mrml 6.0.1. It does not inline ``mj-style inline``, keeps no record of what it drops, and would load
Google's fonts; so styles are inlined here, and fonts are none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import css_inline
from mjml import mjml2html

from newsletter.letter.content import OPEN
from newsletter.letter.html.lint import MjmlFault, lint
from newsletter.letter.html.nodes import Nodes, read_nodes, slots_out_of_place
from newsletter.letter.html.normalise import keep_numbers_whole, normalise
from newsletter.letter.templates.environment import environment_for
from newsletter.letter.templates.faults import MJML_TEMPLATE, Trace, lift_marks, report_faults
from newsletter.letter.templates.files import TemplateFault, template_diagnostic
from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Invalid

CSS_TEMPLATE = "inline.css.j2"
_ADJACENT_CONDITIONALS = re.compile(r"<!\[endif\]-->(?:<!--\[if mso \| IE\]>)")
# mrml writes mj-button's vertical-align as an attribute that no HTML knows.
_BOGUS_ATTRIBUTE = re.compile(r'(<td\b[^>]*?) vertical-align="[a-z]*"')
# Nor is a height "auto" one; the style beside it says the same.
_BOGUS_HEIGHT = re.compile(r'(<img\b[^>]*?) height="auto"')
# Outlook's twin of a css-class; nothing of ours is styled by it.
_OUTLOOK_CLASS = re.compile(r' class="[^"<>]*-outlook"')
# MJML lets every cell break words, also where the column beside it could give way. Inherited from inline.css.j2's .page, a
# word is broken only where a whole line cannot hold it.
_BREAKS_WORDS = re.compile(r";?word-break:break-word(?=[;\"])")
# What a screen reader says the letter is: MJML knows English alone.
_ENGLISH_ROLE = 'aria-roledescription="email"'
_SWEDISH_ROLE = 'aria-roledescription="mejl"'
_STYLE_BLANKS = re.compile(r"(<style[^>]*>)(.*?)(</style>)", re.DOTALL)


def compile_html(view: Mapping[str, Any], directory: Path) -> str:
    """The HTML edition with its slots still marked. Raises ``Invalid`` for every fault of a template."""
    with report_faults(directory):
        mjml, css = render_templates(view, directory)
    html, faults = _html_and_faults(mjml, css)
    if faults:
        raise Invalid(_diagnostics(faults, mjml, view, directory))
    return html


def render_templates(view: Mapping[str, Any], directory: Path) -> tuple[str, str]:
    """MJML and the style sheet to inline, as the templates write them. Raises Jinja's own errors."""
    made = environment_for(directory)
    return made.get_template(MJML_TEMPLATE).render(view), made.get_template(CSS_TEMPLATE).render(view)


def _html_and_faults(mjml: str, css: str) -> tuple[str, tuple[MjmlFault, ...]]:
    """The HTML and its faults: without any, nothing of the MJML's text is missing and every slot can be filled."""
    if faults := lint(mjml):
        return "", faults
    clean = keep_numbers_whole(normalise(mjml))
    try:
        html = mjml_to_html(clean, css)
    except ValueError as error:
        return "", (_fault_of_mrml(mjml, clean, str(error)),)
    nodes = read_nodes(html)
    return html, (*_faults_of_lost_text(mjml, read_nodes(clean), nodes), *_faults_of_slots(mjml, nodes))


def _fault_of_mrml(mjml: str, clean: str, message: str) -> MjmlFault:
    """mrml counts bytes of what it was given; the text there is looked up in what the templates wrote."""
    position = re.search(r"position (\d+):", message)
    offset = 0
    if position:
        behind = clean.encode("utf-8")[int(position[1]) :].decode("utf-8", "ignore")
        offset = max(mjml.find(behind[:40]), 0)
    return MjmlFault(
        offset, TemplateFault.NOT_MJML, _("MJML refuses the letter from here on."), _("Compare with the template as it was.")
    )


def _faults_of_lost_text(mjml: str, before: Nodes, after: Nodes) -> Iterator[MjmlFault]:
    left = Counter(_plain(text) for text in before.texts)
    left.subtract(Counter(_plain(text) for text in after.texts))
    for text, count in left.items():
        if text and count > 0:
            words = text[:40]
            yield MjmlFault(
                max(mjml.find(words), 0), TemplateFault.TEXT_LOST, _("The text ”{text}” is lost by MJML.").format(text=words)
            )


def _faults_of_slots(mjml: str, nodes: Nodes) -> Iterator[MjmlFault]:
    for around in slots_out_of_place(nodes):
        yield MjmlFault(
            mjml.find(around.strip()[:40] if around in mjml else OPEN),
            TemplateFault.SLOT_MISPLACED,
            _("What differs for each addressee must be a text of its own."),
            _("Put it in an element of its own: <span>{{ slots.name }}</span>."),
        )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _diagnostics(faults: tuple[MjmlFault, ...], mjml: str, view: Mapping[str, Any], directory: Path) -> tuple[Diagnostic, ...]:
    """Faults at the template lines that wrote them: only now is the letter rendered again with its lines marked."""
    traced = environment_for(directory, traced=True).get_template(MJML_TEMPLATE).render(view)
    trace = lift_marks(traced)
    return tuple(dict.fromkeys(_diagnostic(fault, trace if trace.text == mjml else None) for fault in faults))


def _diagnostic(fault: MjmlFault, trace: Trace | None) -> Diagnostic:
    origin = trace.at(fault.offset) if trace else None
    name, line = (origin.template, origin.line) if origin else (MJML_TEMPLATE, 1)
    return template_diagnostic(name, line, fault.code, fault.message, fault.hint)


def mjml_to_html(mjml: str, css: str) -> str:
    """The finished document. Raises ``ValueError``, mrml's only error, which knows no line: lint first."""
    return finish_html(mjml2html(mjml, fonts={}), css)


def finish_html(html: str, css: str) -> str:
    """What MJML made of the letter, styled and mended."""
    inliner = css_inline.CSSInliner(
        inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False, minify_css=True, extra_css=css
    )
    return _mend(str(inliner.inline(html)))


def _mend(html: str) -> str:
    html = _ADJACENT_CONDITIONALS.sub("", html)
    html = _BOGUS_ATTRIBUTE.sub(r"\1", html)
    html = _BOGUS_HEIGHT.sub(r"\1", html)
    html = _OUTLOOK_CLASS.sub("", html)
    html = _BREAKS_WORDS.sub("", html).replace(_ENGLISH_ROLE, _SWEDISH_ROLE)
    return _STYLE_BLANKS.sub(lambda style: style[1] + _shorten(style[2]) + style[3], html)


def _shorten(css: str) -> str:
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()

"""What mail clients make of the letter: Gmail cuts it, others leave out what they do not understand.

The latter by caniemail's tests (https://www.caniemail.com, MIT). What a client does not know is seldom a fault: a corner that
is square is a corner. So only what would lose text, layout or colour is told of; the rest stands in ``HARMLESS``.
"""

import re
from collections.abc import Callable, Iterator

from newsletter.checks.rule import Remark, rule
from newsletter.checks.subjects import ClientSupport, Markup
from newsletter.letter import Content
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Acceptance, Severity

SUBJECT = N_("Mail programs, and how heavy the letter is")

CLIPPED = 102_000
HEAVY = 80_000
TOO_HEAVY = 100_000
"""Bytes of HTML; Gmail clips at about 102 kB, and a provider's own additions take their share."""
CLIENTS = {
    "gmail/desktop-webmail": "Gmail",
    "gmail/ios": "Gmail (iPhone)",
    "gmail/android": "Gmail (Android)",
    "outlook/windows": "Outlook (Windows)",
    "outlook/outlook-com": "Outlook.com",
    "outlook/macos": "Outlook (Mac)",
    "outlook/ios": "Outlook (iPhone)",
    "outlook/android": "Outlook (Android)",
    "apple-mail/macos": "Apple Mail",
    "apple-mail/ios": "Apple Mail (iPhone)",
    "yahoo/desktop-webmail": "Yahoo",
    "samsung-email/android": "Samsung",
    "thunderbird/macos": "Thunderbird",
}
"""Those that associations read in; caniemail tests twice as many."""
HARMLESS = {
    "css-accent-color": "the client's own colour",
    "css-at-media": "the letter is one column, whole without it",
    "css-at-media-device-pixel-ratio": "the ordinary picture",
    "css-at-media-hover": "no effect under the pointer",
    "css-at-media-orientation": "the letter is one column",
    "css-at-media-prefers-color-scheme": "the light letter, or the client's own dark mode",
    "css-at-media-prefers-reduced-motion": "nothing moves",
    "css-at-supports": "what stands outside it",
    "css-background-position": "decoration",
    "css-background-repeat": "decoration",
    "css-border-radius": "square corners",
    "css-border-radius-logical": "square corners",
    "css-box-shadow": "no shadow",
    "css-box-sizing": "cells are measured by their tables",
    "css-color-scheme": "the light letter",
    "css-comments": "comments are taken away",
    "css-cursor": "the ordinary pointer",
    "css-direction": "Swedish reads from the left anyway",
    "css-display": "cells are blocks anyway",
    "css-font-kerning": "decoration",
    "css-font-weight": "bold or not",
    "css-hyphens": "no hyphenation",
    "css-important": "inline styles are right by themselves",
    "css-letter-spacing": "decoration",
    "css-list-style-position": "markers stand outside",
    "css-max-height": "used to hide the preview text, which is hidden in other ways too",
    "css-max-width": "Outlook has tables of fixed width",
    "css-min-height": "the content decides",
    "css-min-width": "the content decides",
    "css-opacity": "used to hide the preview text, which is hidden in other ways too",
    "css-orphans": "print alone",
    "css-outline": "no outline",
    "css-outline-offset": "no outline",
    "css-overflow": "wide tables are cut, not lost",
    "css-overflow-wrap": "long words stick out",
    "css-sytem-ui": "the next font",
    "css-table-layout": "columns by their content",
    "css-text-decoration-color": "the colour of the text",
    "css-text-decoration-thickness": "an ordinary line",
    "css-text-overflow": "cut without a sign",
    "css-text-transform": "as it is written",
    "css-text-underline-offset": "an ordinary line",
    "css-text-wrap": "lines of unlike length",
    "css-transition": "no effect",
    "css-widows": "print alone",
    "css-white-space-collapse": "ordinary spaces",
    "css-word-break": "words break as usual",
    "css-word-spacing": "Outlook's own trick",
    "css-user-select": "the text to copy is marked by hand",
    "css-white-space": "phone numbers and dates may break over two lines",
    "css-border-spacing": "cells stand a little closer",
    "css-text-decoration-line": "an ordinary line",
    "css-text-decoration-style": "an ordinary line",
    "css-text-shadow": "no shadow",
    "css-text-underline-position": "an ordinary line",
    "css-word-wrap": "long words stick out",
    "html-anchor-links": "the contents list does not jump; it still tells what is in the letter",
    "html-aria-describedby": "nothing is seen of it",
    "html-aria-hidden": "nothing is seen of it",
    "html-aria-label": "nothing is seen of it",
    "html-aria-labelledby": "nothing is seen of it",
    "html-comments": "comments are taken away",
    "html-dir": "Swedish reads from the left anyway",
    "html-doctype": "the client's own",
    "html-hidden": "the preview text is hidden in other ways too",
    "html-lang": "the language is said on more than one element",
    "html-meta-color-scheme": "the light letter",
    "html-role": "tables are read out as tables",
    "html-semantics": "plain blocks",
    "html-style": "inline styles are right by themselves",
    "html-target": "links open as the client likes",
    "html-wbr": "no break",
}
"""What happens instead, where a client does not know it."""
_HARMLESS_FAMILIES = ("css-pseudo-", "css-selector-", "css-unit-initial", "css-break-", "css-nesting")
"""Selectors stand in the head only, for what the inline styles already give in a simpler way."""
_VALUES = (
    ("css-display-flex", r"display\s*:\s*(?:inline-)?flex"),
    ("css-display-grid", r"display\s*:\s*(?:inline-)?grid"),
    ("css-display-none", r"display\s*:\s*none"),
    ("css-variables", r"var\s*\(\s*--|(?<![\w-])--[\w-]+\s*:"),
    ("css-unit-calc", r"calc\s*\("),
    ("css-function-clamp", r"clamp\s*\("),
    ("css-function-min", r"(?<![\w-])min\s*\("),
    ("css-function-max", r"(?<![\w-])max\s*\("),
    ("css-function-light-dark", r"light-dark\s*\("),
    ("css-linear-gradient", r"linear-gradient\s*\("),
    ("css-radial-gradient", r"radial-gradient\s*\("),
    ("css-conic-gradient", r"conic-gradient\s*\("),
    ("css-modern-color", r"(?:oklch|oklab|lab|lch|hwb|color|color-mix)\s*\("),
    ("css-rgba", r"rgba\s*\("),
    ("css-unit-rem", r"\d(?:rem)\b"),
    ("css-unit-vh", r"\dvh\b"),
    ("css-unit-vw", r"\dvw\b"),
    ("css-unit-vmin", r"\dvmin\b"),
    ("css-unit-vmax", r"\dvmax\b"),
    ("css-unit-ch", r"\dch\b"),
    ("css-unit-ex", r"\dex\b"),
    ("css-background-image", r"background(?:-image)?\s*:[^;}]*url\s*\("),
    ("css-at-font-face", r"@font-face"),
    ("css-at-import", r"@import"),
    ("css-at-keyframes", r"@keyframes"),
    ("css-at-supports", r"@supports"),
    ("css-at-media", r"@media"),
    ("css-at-media-prefers-color-scheme", r"prefers-color-scheme"),
    ("css-left-right-top-bottom", r"(?:^|[;{\s])(?:left|right|top|bottom)\s*:"),
    ("css-margin", r"margin(?:-\w+)?\s*:[^;}]*-\d"),
)  # fmt: skip
"""What shows in values and at-rules; a margin only where it is negative. Other properties go by their names."""
_ELEMENTS = {
    "html-audio": "audio", "html-base": "base", "html-button-submit": "button", "html-dialog": "dialog", "html-form": "form",
    "html-input-text": "input", "html-link": "link", "html-marquee": "marquee", "html-meter": "meter", "html-object": "object",
    "html-picture": "picture", "html-progress": "progress", "html-ruby": "ruby", "html-select": "select", "html-svg": "svg",
    "html-textarea": "textarea", "html-video": "video", "html-image-maps": "map", "html-del": "del", "html-abbr": "abbr",
}  # fmt: skip
_ATTRIBUTES = {
    "html-srcset": "srcset",
    "html-loading-attribute": "loading",
    "html-background": "background",
    "html-popover": "popover",
}
_BY_VALUE = frozenset({"margin", "display", "height"})
_INLINE = re.compile(r'\sstyle="([^"]*)"')
_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_CONDITIONAL = re.compile(r"<!--\[if.*?<!\[endif\]-->", re.DOTALL)
_PROPERTY = re.compile(r"(?:^|[;{])\s*([a-z-]+)\s*:")


@rule(
    Severity.ERROR,
    N_("Gmail cuts a letter at about 102 kB, and with it the end: who sent it, and how to opt out."),
    Acceptance.BY_JUDGEMENT,
)
def html_size(content: Content) -> Iterator[Remark]:
    if html_bytes(content) > TOO_HEAVY:
        yield _heavy(content)


@rule(Severity.WARNING, N_("A few paragraphs more, and Gmail cuts off the end of the letter."))
def heavy_html(content: Content) -> Iterator[Remark]:
    if HEAVY < html_bytes(content) <= TOO_HEAVY:
        yield _heavy(content)


def html_bytes(content: Content) -> int:
    """Of the HTML edition before its slots are filled."""
    return sum(len(part.encode()) for part in content.html if isinstance(part, str))


def _heavy(content: Content) -> Remark:
    return Remark(
        (),
        _("The letter is {size} kB. Gmail clips letters over 102 kB.").format(size=round(html_bytes(content) / 1000)),
        _("Shorten the text, or divide the issue in two."),
    )


@rule(Severity.WARNING, N_("Some of the readers would get another letter than the one you see."))
def unsupported_css(markup: Markup) -> Iterator[Remark]:
    return _remarks_on_features(markup, lambda feature: feature.startswith("css-"))


@rule(Severity.WARNING, N_("Some of the readers would get another letter than the one you see."))
def unsupported_html(markup: Markup) -> Iterator[Remark]:
    return _remarks_on_features(markup, lambda feature: not feature.startswith("css-"))


def _remarks_on_features(markup: Markup, is_meant: Callable[[str], bool]) -> Iterator[Remark]:
    hint = _(
        "Do it in another way, or accept it in newsletter.yaml with what happens instead. Tested by caniemail.com, {date}."
    )
    for feature, pattern in _used(markup):
        if is_meant(feature) and (clients := _lacking(markup.support, feature)):
            yield Remark(
                (pattern,),
                _("{feature} is not understood by {clients}.").format(
                    feature=markup.support.features[feature]["title"], clients=", ".join(clients)
                ),
                hint.format(date=markup.support.date),
            )


def _used(markup: Markup) -> Iterator[tuple[str, str]]:
    """Feature and what in a template it may be found by."""
    plain = _CONDITIONAL.sub("", markup.html)
    css = ";\n".join(dict.fromkeys((*_INLINE.findall(plain), *_SHEET.findall(plain))))  # one ends, the next begins
    for name in sorted(set(_PROPERTY.findall(css)) - _BY_VALUE):
        if f"css-{name}" in markup.support.features:
            yield f"css-{name}", rf"(?<![\w-]){re.escape(name)}\s*:"
    for feature, pattern in _VALUES:
        if re.search(pattern, css):
            yield feature, pattern
    elements = set(re.findall(r"<([a-z][a-z0-9]*)", plain))
    for feature, name in _ELEMENTS.items():
        if name in elements:
            yield feature, rf"<{name}\b"
    for feature, name in _ATTRIBUTES.items():
        if re.search(rf"<[a-z][^<>]*\s{name}=", plain):
            yield feature, rf"\s{name}="


def _lacking(support: ClientSupport, feature: str) -> tuple[str, ...]:
    """The clients that do not have it, unless that is harmless."""
    if feature in HARMLESS or feature.startswith(_HARMLESS_FAMILIES):
        return ()
    verdicts = support.features[feature]
    return tuple(name for client, name in CLIENTS.items() if verdicts.get(client) == "n")

"""Every code that a finding may have, how bad it is, and why it is told."""

from functools import cache

from newsletter.checks import tables
from newsletter.checks.reasons import GROUPS, REASONS
from newsletter.letter.pictures import Trouble
from newsletter.locale import _
from newsletter.source import WORDS

LINK_CODES = frozenset({"dead-link", "link-unanswered", "link-moved", "link-not-public", "link-not-shown"})
"""Of what following the links gives; looked for only when that is asked for."""
OTHER_CODES = (
    "image-too-small", "logo-hardly-seen", *map(str, Trouble), "unsupported-css", "unsupported-html", "unreadable-colours",
    "unknown-waiver", "refused-waiver", "unused-waiver",
)  # fmt: skip
TEMPLATE_CODES = (
    "alt-missing", "comment-dashes", "component-refused", "duplicate-attribute", "element-refused", "empty-class",
    "font-missing", "full-width", "hero-mode", "language-missing", "loaded-from-elsewhere", "misplaced", "not-mjml",
    "not-utf-8", "padding-without-unit", "script", "slot-misplaced", "style-inline", "template-empty", "template-fault",
    "template-outside", "template-syntax", "text-lost", "unclosed-element", "unknown-attribute", "unknown-class",
    "unknown-component",
)  # fmt: skip
"""Of what MJML would lose in silence, or refuse without a line; all errors."""
ERRORS = frozenset({"unusable-link", "umlaut-in-address", "low-contrast", "personal-number", *Trouble, *TEMPLATE_CODES})


@cache
def rule_codes() -> tuple[str, ...]:
    """Of the rules, in their order."""
    every = (tables.ISSUE_RULES, tables.CONTEXT_RULES, tables.LETTER_RULES, tables.SETTINGS_RULES, tables.RECIPIENTS_RULES)
    return tuple(dict.fromkeys(rule.__name__.replace("_", "-") for table in every for rule in table))


@cache
def source_codes() -> dict[str, bool]:
    """Of reading the files, each with whether it is an error."""
    return {code.partition("/")[0]: words.severity == "error" for code, words in WORDS.items()}


@cache
def known_codes() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rule_codes(), *sorted(LINK_CODES), *OTHER_CODES, *TEMPLATE_CODES, *source_codes())))


def is_error(code: str) -> bool:
    """Whether it stops a sending."""
    return code in ERRORS or source_codes().get(code, False)


def why(code: str) -> str:
    """One sentence on why it is told, in the user's language."""
    if reason := REASONS.get(code):
        return _(reason)
    reason = GROUPS["templates" if code in TEMPLATE_CODES else "files"]
    return _(reason)

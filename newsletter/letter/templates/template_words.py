"""What Jinja has to say of a template, in the words of whoever changes one; its own are never passed on."""

import re

from newsletter.letter.templates.bounds import TOO_LARGE, TOO_LONG
from newsletter.locale import N_, _

_SIGNS = {
    "end of print statement": "}}",
    "begin of print statement": "{{",
    "end of statement block": "%}",
    "begin of statement block": "{%",
    "end of comment": "#}",
}
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"'(?P<name>.+?)' is undefined", N_("“{name}” stands for nothing here.")),
    (r"'.+?' has no (?:attribute|element) '?(?P<name>.+?)'?$", N_("“{name}” stands for nothing here.")),
    (r"Encountered unknown tag '(?P<name>(?:end|el).+?)'", N_("“{name}” ends nothing that is open.")),
    (r"Encountered unknown tag '(?P<name>.+?)'", N_("There is no tag called “{name}”.")),
    (r"No (?:filter|test) named '(?P<name>.+?)'", N_("There is no filter called “{name}”.")),
    (r".*needs to be closed is '(?P<name>.+?)'", N_("“{name}” is never closed.")),
    (r"Missing end of (?P<name>\w+)", N_("“{name}” is never closed.")),
    (r"unexpected end of template, expected '(?P<name>.+?)'", N_("“{name}” is missing before the end.")),
    (r"expected token '(?P<other>.+?)', got '(?P<name>.+?)'", N_("“{name}” comes where “{other}” was due.")),
    (r"Expected an expression, got '(?P<name>.+?)'", N_("Nothing stands before “{name}”, where a value was due.")),
    (r"unexpected char (?P<name>.+?) at", N_("The sign {name} cannot stand here.")),
    (r"unexpected '(?P<name>.+?)'", N_("“{name}” cannot stand here.")),
    (r"access to attribute '(?P<name>.+?)' of", N_("Templates have no right to use “{name}”.")),
    (r".*does not export the requested name '(?P<name>.+?)'", N_("The template that is imported holds no “{name}”.")),
    (r"cannot assign attribute", N_("A template cannot change what it is given.")),
    (TOO_LARGE, N_("It makes more than a letter can hold.")),
    (TOO_LONG, N_("It goes on without end.")),
    (r"Range too big", N_("A range holds at most 100 000 numbers.")),
)
_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (ZeroDivisionError, N_("It divides by zero.")),
    (RecursionError, N_("It includes itself without end.")),
    (TypeError, N_("It calls or joins things that do not fit together.")),
)


def in_words(error: Exception, message: str) -> str:
    """A sentence on what is wrong, from ``error`` and what it says."""
    for pattern, words in _MESSAGES:
        if found := re.match(pattern, " ".join(message.split())):
            return _(words).format(**{group: _SIGNS.get(text, text) for group, text in found.groupdict().items()})
    kind = next((words for kind, words in _KINDS if isinstance(error, kind)), N_("The value cannot be worked out."))
    return _(kind)

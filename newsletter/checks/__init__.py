"""Rules about an issue, its letter and its recipients: one pure function a rule, grouped by what it looks at.

A rule takes a model and yields findings; its code is its name with hyphens. It never looks at the clock, a file or the
network. To add a rule: write it, name it in ``rules``, say why in ``reasons``, and give it a fault and a near miss in
``tests/checks/corpus``.

The others use ``examine`` for one issue, which also compiles its letter, ``survey`` for all that was read, ``review``,
``checklist``, and ``known_codes`` and ``why`` for what a code means.
"""

from newsletter.checks.checklist import checklist
from newsletter.checks.codes import is_error, known_codes, why
from newsletter.checks.examine import Examined, compiled, examine, survey
from newsletter.checks.review import review
from newsletter.checks.waivers import Accepted

__all__ = ["Accepted", "Examined", "checklist", "compiled", "examine", "is_error", "known_codes", "review", "survey", "why"]

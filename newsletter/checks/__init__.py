"""Rules about an issue, its letter and its recipients: one pure function a rule, grouped by what it looks at.

A rule takes a model and yields findings; its code is its name with hyphens. It never looks at the clock, a file or the
network. To add a rule: write it, name it in ``rules``, and give it a fault and a near miss in ``tests/checks``.

The others use ``examine``, which also compiles the letter, or ``review``, and ``checklist``.
"""

from newsletter.checks.checklist import checklist
from newsletter.checks.examine import Examined, examine
from newsletter.checks.review import review

__all__ = ["Examined", "checklist", "examine", "review"]

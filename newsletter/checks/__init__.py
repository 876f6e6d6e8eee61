"""Rules about an issue, its letter and its recipients: one pure function a rule, one file a subject in ``rules``.

A rule takes values and gives remarks; it never looks at the clock, a file or the network. To add one: write it under ``@rule``
with its severity and its reason, give it a fault and a near miss in ``tests/checks/corpus``, and translate its words.

Others run the rules by ``findings``, know the codes of all rooms by ``codes``, and let the editor accept by ``settle``.
"""

from newsletter.checks.registry import checks, checks_about, codes
from newsletter.checks.review import checklist, findings
from newsletter.checks.rules.clients import CLIPPED, HEAVY, TOO_HEAVY, html_bytes
from newsletter.checks.rules.samples import samples_left
from newsletter.checks.rules.targets import targets
from newsletter.checks.subjects import ClientSupport, LinkedPage, Markup, PageAnswer, PageState, Surroundings
from newsletter.checks.waivers import Accepted, Settled, Waivers, settle

__all__ = [
    "CLIPPED",
    "HEAVY",
    "TOO_HEAVY",
    "Accepted",
    "ClientSupport",
    "LinkedPage",
    "Markup",
    "PageAnswer",
    "PageState",
    "Settled",
    "Surroundings",
    "Waivers",
    "checklist",
    "checks",
    "checks_about",
    "codes",
    "findings",
    "html_bytes",
    "samples_left",
    "settle",
    "targets",
]

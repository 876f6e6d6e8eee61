"""What an issue is held against: who it goes to, what the plan says, what earlier issues told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``recipients`` is None where they cannot be read; ``others`` are the other issues at hand, by id."""

    settings: Settings
    recipients: Recipients | None = None
    others: Mapping[str, Issue] = field(default_factory=dict)

    def before(self, issue: Issue) -> dict[str, Issue]:
        """Those that came out before ``issue``."""
        return {name: one for name, one in self.others.items() if one.date < issue.date}

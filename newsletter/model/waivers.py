"""What an editor has looked at and lets be: a finding accepted, with the reason why."""

from pydantic import Field

from newsletter.model.base import N_, Model
from newsletter.model.values import Line


class Waiver(Model):
    """Stands in the file that the finding is about; ``about`` narrows it to findings whose message has those words."""

    code: Line = Field(description=N_("The code of the finding, as newsletter check shows it in square brackets."))
    about: Line | None = Field(None, description=N_("Words from the message, where only one of several findings is accepted."))
    reason: Line = Field(description=N_("Why it is right as it stands."))


ACCEPT = N_("Findings of newsletter check that you have looked at and accept, each with code and reason.")

"""What every part of a YAML file is: a frozen value whose keys are all known, each described for the JSON Schema;

and the waiver that three of the files may hold.
"""

from pydantic import BaseModel, ConfigDict, Field

from newsletter.model.values import Line


class Model(BaseModel):
    """Frozen, and every key known. A fault that is nobody's but the program's repeats nothing of what a file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def N_(message: str) -> str:  # noqa: N802 - gettext's extraction keyword; this room imports nothing of ours
    """Marks a description as a message id: the JSON Schema carries it in Swedish."""
    return message


# What an editor has looked at and lets be: a finding accepted, with the reason why.


class Waiver(Model):
    """Stands in the file that the finding is about; ``about`` narrows it to findings whose message has those words."""

    code: Line = Field(description=N_("The code of the finding, as newsletter check shows it in square brackets."))
    about: Line | None = Field(None, description=N_("Words from the message, where only one of several findings is accepted."))
    reason: Line = Field(description=N_("Why it is right as it stands."))


ACCEPT = N_("Findings of newsletter check that you have looked at and accept, each with code and reason.")

"""What every part of a YAML file is: a frozen value whose keys are all known, each described for the JSON Schema."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen, and every key known. A fault that is nobody's but the program's repeats nothing of what a file holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def N_(message: str) -> str:  # noqa: N802 - gettext's extraction keyword; this room imports nothing of ours
    """Marks a description as a message id: the JSON Schema carries it in Swedish."""
    return message

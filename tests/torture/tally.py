"""A campaign that is to be fought, and what came of it."""

import random
from dataclasses import dataclass, field

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Job:
    """One campaign: everything about it follows from these, but for what the scheduler of the machine adds."""

    number: int
    kind: str
    database: str
    seed: int

    @property
    def dice(self) -> random.Random:
        return random.Random(f"{self.seed} {self.number} {self.kind} {self.database}")


@dataclass
class Tally:
    """``wrong`` says in words what the judge found; ``places`` are those in the delivery room where a run was killed."""

    job: Job
    runs: int = 0
    kills: int = 0
    letters: int = 0
    twice: int = 0
    lost: int = 0
    in_doubt: int = 0
    seconds: float = 0.0
    wrong: str = ""
    places: list[str] = field(default_factory=list)

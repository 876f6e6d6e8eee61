"""Who has contributed, and of which boards nothing has been told."""

from typing import Any

from newsletter.accounting import gather_contributions
from newsletter.model.contribution import Contribution
from newsletter.model.diagnostics import Places
from newsletter.model.plan_year import PlanYear
from newsletter.source import ContributionFile

PLAN = PlanYear.model_validate(
    {
        "members": [
            {"name": "Tuva Hyttsten", "boards": ["rf", "hsn"]},
            {"name": "Siv Tallroth", "boards": ["rf"]},
            {"name": "Per-Olof Åsbrink", "boards": ["ktn"]},
        ],
        "boards": {
            "rf": "Regionfullmäktige",
            "hsn": "Hälso- och sjukvårdsnämnden",
            "ktn": "Kollektivtrafiknämnden",
            "kbn": "x",
        },
    }
)


def written(name: str, **keys: Any) -> ContributionFile:
    return ContributionFile(name, Contribution.model_validate(keys), f"issues/2026-q3/{name}.yaml", Places())


TUVA = written("tuva", by="TUVA hyttsten", board="hsn", text="Köerna.")
GUEST = written("gast", by="Distriktet", text="En hälsning.")
NOTHING = written("siv", by="Siv Tallroth", nothing="ja")
EMPTY = written("per-olof", by="Per-Olof Åsbrink")


def test_a_contribution_is_its_member_s_and_another_s_is_among_the_others() -> None:
    found = gather_contributions(PLAN, [TUVA, GUEST, NOTHING, EMPTY])

    assert [(member.name, files) for member, files in found.members] == [
        ("Tuva Hyttsten", (TUVA,)),
        ("Siv Tallroth", (NOTHING,)),
        ("Per-Olof Åsbrink", ()),
    ]
    assert found.others == (GUEST,)
    assert [member.name for member in found.missing] == ["Per-Olof Åsbrink"]
    assert (found.nothing, found.empty) == ((NOTHING,), (EMPTY,))


def test_only_the_boards_that_a_member_sits_in_are_counted() -> None:
    found = gather_contributions(PLAN, [TUVA, GUEST])

    assert found.boards == (("rf", 0), ("hsn", 1), ("ktn", 0))
    assert found.silent_boards == ("rf", "ktn")


def test_one_without_a_name_is_no_member_s() -> None:
    unsigned = written("namnlos", text="Av okänd hand.")

    found = gather_contributions(PLAN, [unsigned])

    assert found.others == (unsigned,)
    assert all(files == () for _member, files in found.members)

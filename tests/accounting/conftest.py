"""A year to account for: the sample plan of 2026, a few associations, and letters written in shorthand."""

from datetime import date

import pytest

from newsletter.model.settings import Settings


@pytest.fixture
def settings() -> Settings:
    """The plan of domain.md 3.5: four reports, with the days of the sample."""
    return Settings.model_validate(
        {
            "organisation": {"name": "Gruppen", "group": "Gruppen", "address": "Gatan 1", "email": "gruppen@example.org"},
            "sender": {"name": "Gruppen", "email": "rapport@example.org"},
            "plan": {"2026": {"target": "4", "due": ["2026-03-31", "2026-06-18", "2026-09-10", "2026-12-15"]}},
        }
    )


@pytest.fixture
def today() -> date:
    return date(2026, 9, 8)

"""What no machine can judge: a reminder for the editor (the activity plan's perspectives)."""

from newsletter.locale import N_, _

_QUESTIONS = (
    N_("Children: what do the decisions mean for children and young people?"),
    N_("Equality: are women's and men's conditions visible, and do both speak?"),
    N_("Diversity: would everyone in the county recognise themselves, whatever their background or ability?"),
    N_("Small places: are mill towns and the countryside in it by name, not only the larger towns?"),
    N_("Consent: has everyone who is quoted, named or pictured said yes?"),
)


def checklist() -> tuple[str, ...]:
    """The questions, in the user's language; ``newsletter check`` prints them after the diagnostics of one issue."""
    return tuple(_(question) for question in _QUESTIONS)

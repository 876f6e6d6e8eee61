"""The settings, as far as they are seen in a letter."""

from collections.abc import Iterator
from itertools import pairwise

from newsletter.checks.rule import Remark, rule
from newsletter.checks.rules.recipients import MAIL_SERVICES
from newsletter.letter import contrast, palette
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Acceptance, Location, Severity
from newsletter.model.settings import Settings

SUBJECT = N_("The settings")

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3 (AA), for text of ordinary size."""


@rule(Severity.ERROR, N_("At less than 4.5 to 1 many cannot read it (WCAG 2.2, 1.4.3), in the light letter or the dark one."))
def low_contrast(settings: Settings) -> Iterator[Remark]:
    """Accents that cannot be read as links, headings and button labels."""
    colours = palette(settings.appearance)
    light = min(contrast(colours.accent, ground) for ground in (colours.card, colours.page, colours.tint))
    dark = min(contrast(colours.accent_dark, ground) for ground in (colours.card_dark, colours.page_dark, colours.tint_dark))
    for key, colour, ratio in (("accent", colours.accent, light), ("accent_dark", colours.accent_dark, dark)):
        if ratio < ENOUGH:
            yield Remark(
                ("appearance", key),
                _("The colour {colour} cannot be read: its contrast is {ratio}, at least 4.5 is needed.").format(
                    colour=colour, ratio=f"{ratio:.1f}"
                ),
                _("Choose a darker accent, or a lighter accent_dark."),
            )


@rule(Severity.WARNING, N_("Gmail and others ask all to refuse letters in their name that they did not send (DMARC)."))
def sender_at_mail_service(settings: Settings) -> Iterator[Remark]:
    """Gmail, Yahoo and others tell all to refuse letters in their name that they have not sent themselves (DMARC)."""
    if settings.sender.email.domain in MAIL_SERVICES:
        yield Remark(
            ("sender", "email"),
            _("Letters from an address at {domain} that leave from elsewhere are refused or end up as spam.").format(
                domain=settings.sender.email.domain
            ),
            _("Send from an address of your own domain; the other one can be reply_to."),
        )


@rule(
    Severity.WARNING,
    N_("Whoever gets the letter has the right to know how personal data are handled (GDPR art. 13 and 14)."),
    Acceptance.AGAINST_THE_LAW,
)
def no_privacy_page(settings: Settings) -> Iterator[Remark]:
    if not settings.organisation.privacy_url:
        yield Remark(
            ("organisation",),
            _("The letter does not say how personal data are handled."),
            _("Write privacy_url: and the address of the page that tells it (GDPR art. 13 and 14)."),
        )


@rule(Severity.WARNING, N_("Reminders and the account of the year go by these days."))
def due_days(settings: Settings) -> Iterator[Remark]:
    """Last days that are not in order, or fewer than the target."""
    for year, plan in settings.plan.items():
        location = ("plan", str(year), "due")
        if any(after <= before for before, after in pairwise(plan.due)):
            yield _due_days(location, _("The last days for the reports of {year} are not in order.").format(year=year))
        elif 0 < len(plan.due) < plan.target:
            message = _("There are {n} last days for the {target} reports of {year}.")
            yield _due_days(location, message.format(n=len(plan.due), target=plan.target, year=year))


def _due_days(location: Location, message: str) -> Remark:
    return Remark(location, message, _("Write one day for each report, the first one first."))

"""Addresses on the command line: read from an option, and shown to nobody who has not asked for them."""

from typing import TYPE_CHECKING

import click

from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.model.addresses import MailAddress


def read_address(text: str, option: str) -> "MailAddress":
    """What was given as ``option``; a mistake in the command if it is no address."""
    from pydantic_core import PydanticCustomError

    from newsletter.model.addresses import mail_address

    try:
        return mail_address(text)
    except PydanticCustomError:
        raise click.BadParameter(_("“{value}” is not an e-mail address.").format(value=text), param_hint=option) from None


def mask(address: str | None) -> str:
    """``k***@…``: enough to tell two addresses of one association apart; ``–`` for one that has been forgotten."""
    return f"{address[:1]}***@…" if address else "–"


def shown(address: str | None, *, show: bool) -> str:
    """The address itself if it was asked for, else masked."""
    return address if address and show else mask(address)

"""``newsletter send`` (design.md 4, steps 1 and 6): the options become an order, and the terminal hears what comes of it."""

import click

from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.read.values import read_address, read_duration, read_moment
from newsletter.cli.show.diagnostics import show_new_warnings
from newsletter.cli.show.sending import Terminal
from newsletter.delivery.transports import parse_via
from newsletter.locale import _
from newsletter.model.settings import Settings
from newsletter.operations.preparing import prepare
from newsletter.operations.sending import Order, send
from newsletter.operations.waiting import Wait


def send_issue(
    *,
    issue: str,
    via: str | None,
    yes: bool,
    only: tuple[str, ...],
    test: str | None,
    accept_changes: bool,
    late: bool,
    at: str | None,
    undo: str | None,
    at_once: bool,
    workers: int | None,
) -> Exit:
    workspace = find_workspace()
    prepared = prepare(workspace.directory, issue)
    show_new_warnings(prepared.warnings, workspace.directory, prepared.issue.id)
    url = prepared.settings.delivery.via if via is None else via
    way = parse_via(url)
    wait = _read_wait(prepared.settings, at, undo, at_once=at_once, is_live=way.is_live and test is None)
    if test is not None and wait is not None:
        raise click.UsageError(_("A test letter leaves at once: --at and --undo are not for it."))
    address = None if test is None else read_address(test, "--test")
    order = Order(url, way, only, address, accept_changes, late, workers, wait)
    return send(workspace, prepared, order, Terminal(prepared, order, workspace.now, yes))


def _read_wait(settings: Settings, at: str | None, undo: str | None, *, at_once: bool, is_live: bool) -> Wait | None:
    """What the options ask for, before the settings, which are about letters to people alone; None to send at once."""
    if sum((at is not None, undo is not None, at_once)) > 1:
        raise click.UsageError(_("Say only one of --at, --undo and --now."))
    if at is not None:
        return Wait(read_moment(at, settings.timezone, "--at"))
    if undo is not None:
        return Wait(undo=read_duration(undo, "--undo"))
    return Wait(undo=settings.delivery.undo) if settings.delivery.undo and is_live and not at_once else None

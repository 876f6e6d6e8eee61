"""``newsletter promises``: every proposal and promise from its first mention to its outcome."""

from collections.abc import Sequence
from typing import Any

from newsletter.accounting import Mention, Told, Undertaking, undertakings
from newsletter.cli.output import emit_json, say, say_item, warn
from newsletter.cli.show.words import listing
from newsletter.cli.workspace import find_directory
from newsletter.letter.swedish import proposal_status, quoted
from newsletter.locale import _, ngettext
from newsletter.model.sections import Proposal
from newsletter.model.stand import Stand
from newsletter.source import issue_ids, read


def show_promises(*, year: int | None, only_open: bool, as_json: bool) -> None:
    directory = find_directory()
    issues = read(directory).issues
    found = undertakings(issues, year)
    selection = [one for one in found if one.is_open] if only_open else found
    if as_json:
        emit_json(as_document(selection))
    else:
        _show(found, selection)
    if faulty := [issue for issue in issue_ids(directory) if issue not in {file.id for file in issues}]:
        text = _("{issues} cannot be read and is left out. Run “newsletter check”.")
        warn(text.format(issues=listing(faulty)))


def as_document(found: Sequence[Undertaking]) -> dict[str, Any]:
    """Keys are only ever added."""
    return {
        "schema": 1,
        "promises": [
            {
                "title": one.title,
                "type": one.type,
                "by": one.by,
                "ref": one.ref,
                "topic": one.topic,
                "open": one.is_open,
                "status": one.status,
                "stand": one.stand,
                "decided": one.day and one.day.isoformat(),
                "mentions": [_mention(mention) for mention in one.mentions],
            }
            for one in found
        ],
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "issue": mention.issue,
        "published": mention.published.isoformat(),
        "told": mention.told,
        "title": mention.title,
        "status": mention.status,
        "stand": mention.stand,
        "date": mention.day and mention.day.isoformat(),
        "next": mention.next,
        "file": mention.file,
        "line": mention.line,
    }


def _show(found: Sequence[Undertaking], selection: Sequence[Undertaking]) -> None:
    if not found:
        say(_("The issues tell of no proposals and no promises."))
        return
    waiting = sum(one.is_open for one in found)
    total = ngettext("{n} proposal or promise", "{n} proposals and promises", len(found)).format(n=len(found))
    open_ones = ngettext("{n} open", "{n} open", waiting).format(n=waiting)
    settled = ngettext("{n} settled", "{n} settled", len(found) - waiting).format(n=len(found) - waiting)
    say(f"{total}: {open_ones}, {settled}.")
    for one in selection:
        say()
        say(one.title)
        if facts := [fact for fact in (one.type, one.by, one.ref, one.topic) if fact]:
            say_item(", ".join(facts))
        for mention in one.mentions:
            say_item(_describe(mention, one))


def _describe(mention: Mention, whole: Undertaking) -> str:
    """``2026-10-14 bifallen (issues/2026-q4.yaml:120)``; without a day of its own, by which report. A title that differs from
    the first follows.
    """
    day = mention.day_of_status
    status = proposal_status(mention.item.type, mention.item.status) if isinstance(mention.item, Proposal) else mention.status
    words = {
        Told.PROPOSAL: "{status}",
        Told.FOLLOW_UP: _("follow-up: {status}"),
        Told.DECISION: _("decision: {status}"),
    }[mention.told].format(status=status)
    words += _how_it_went(mention.stand)
    title = "" if mention.title == whole.title else f", {quoted(mention.title)}"
    when = (
        f"{day.isoformat()} {words}" if day else _("{words} by the report of {day}").format(words=words, day=mention.published)
    )
    return f"{when}{title} ({mention.file}:{mention.line})"


def _how_it_went(stand: Stand | None) -> str:
    match stand:
        case Stand.WON:
            return f", {_('it went our way')}"
        case Stand.LOST:
            return f", {_('it went against us')}"
        case Stand.NONE | None:
            return ""

"""``newsletter resolve --ask``: letters in doubt settled by SendGrid's own record, where it can be had."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsletter.cli.clock import is_replaced, now
from newsletter.operations.waiting import clock
from newsletter.cli.output import note, say, warn
from newsletter.cli.run_lock import end_for_another_run
from newsletter.cli.show.words import moment_words
from newsletter.cli.workspace import secrets
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.delivery.asking import Verdict
    from newsletter.delivery.resolve import Matter


def ask_provider(log: "SendLog", found: "Sequence[Matter]", timezone: str) -> None:
    """Ask of each letter that is in doubt, and write down what is certain."""
    from newsletter.delivery.asking import ask
    from newsletter.delivery.transports import SendGridVia, open_feed, parse_via

    doubtful = [one for one in found if one.allows_a_word]
    if not doubtful:
        say(_("Nothing is unclear."))
        return
    ways = {one.id: parse_via(one.via) for one in log.live_runs()}
    for way in dict.fromkeys(ways[one.run] for one in doubtful):
        asked = [one for one in doubtful if ways[one.run] == way]
        if not isinstance(way, SendGridVia):
            note(_("Only SendGrid can be asked; what has left in another way is settled by your word."))
            continue
        feed = open_feed(way, secrets=secrets(), clock_is_replaced=is_replaced())
        _how_long(len(asked))
        for verdict in ask(log, feed, asked, clock(), lambda moment: moment_words(moment.isoformat(), timezone)):
            _settled(log, verdict)


def _how_long(questions: int) -> None:
    from newsletter.delivery.transports.sendgrid.activity import QUESTIONS_A_MINUTE

    if questions >= QUESTIONS_A_MINUTE:
        minutes = questions // QUESTIONS_A_MINUTE
        text = ngettext(
            "SendGrid answers six questions a minute: it takes about {minutes} minute.",
            "SendGrid answers six questions a minute: it takes about {minutes} minutes.",
            minutes,
        )
        note(text.format(minutes=minutes))


def _settled(log: "SendLog", verdict: "Verdict") -> None:
    from newsletter.delivery.events import PROVIDER
    from newsletter.delivery.log import timestamp
    from newsletter.delivery.resolve import Decision, Word, settle

    shown = f"{verdict.matter.issue}, {verdict.matter.association}: {verdict.reason}"
    if verdict.decision is None:
        warn(shown)
        return
    word = Word(verdict.decision, PROVIDER, verdict.reason, timestamp(now()))
    if settle(log, [verdict.matter], word) is None:
        end_for_another_run()
    if verdict.decision is Decision.NOT_ARRIVED:
        shown = " ".join([shown, _("It is sent again by the next “newsletter send”.")])
    say(shown)

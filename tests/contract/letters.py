"""Letters, envelopes and batches to send in tests. Nothing in them is an address of anybody."""

from datetime import UTC, datetime

from newsletter.delivery.outgoing.batch import Batch, Envelope, SenderIdentity
from newsletter.letter import InlineImage, Letter
from newsletter.model.addresses import mail_address

CANARY = "SG.canary-that-must-never-be-seen"
DOMAIN = "hemlig-forening.example"
"""The domain of every addressee: no words of ours may hold it."""

SENDER = SenderIdentity(
    name="Regiongruppen i Värmland",
    address=mail_address("rapport@vänstern-värmland.example"),
    reply_to=mail_address("kansli@region.example"),
    list_id="rapport.xn--vnstern-vrmland-5hbg.example",
    unsubscribe=mail_address("kansli@region.example"),
)
PICTURE = InlineImage(
    cid="bild-1@rapport", filename="bild-1.png", media_type="image/png", data=b"\x89PNG\r\n\x1a\n" + bytes(200)
)
LETTER = Letter(
    subject="Rapport 3 2026: Förtur åt några – och vad som händer med vården i hela länet, år för år",
    html='<!doctype html><html lang="sv"><head><title>R</title></head><body><p>Hej, å ä ö.</p>'
    '<img src="cid:bild-1@rapport" alt="En bild"></body></html>\n',
    text="Hej, å ä ö – se här:\n.\n.. en rad som börjar med punkter\nFrom den dagen gäller nytt.\n" + "lång " * 300 + "\n",
    images=(PICTURE,),
)
PLAIN = Letter(subject="Rapport", html=None, text="Bara text, å ä ö.\n", images=())


def envelope(number: int, address: str | None = None) -> Envelope:
    return Envelope(
        attempt=f"0198c0de{number:024x}",
        association_id=f"forening-{number}",
        number=1,
        to=mail_address(address or f"ordf{number}@{DOMAIN}"),
        message_id=f"<0198c0de{number:024x}@xn--vnstern-vrmland-5hbg.example>",
        date=datetime(2026, 9, 8, 7, 30, tzinfo=UTC),
    )


def batch(*numbers: int, letter: Letter = LETTER) -> Batch:
    return Batch(SENDER, letter, tuple(envelope(number) for number in numbers))

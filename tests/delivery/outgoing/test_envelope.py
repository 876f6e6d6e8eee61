"""A letter in its envelope is a message that any reader takes apart as it was put together (RFC 5322, 2045-2049, 2369)."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageDefect
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.outgoing.batch import SenderIdentity
from newsletter.delivery.outgoing.envelope import list_headers, message_id, sender_identity, to_message
from newsletter.letter import InlineImage, Letter
from newsletter.model.addresses import mail_address
from newsletter.model.settings import Settings
from tests.contract.letters import LETTER, PLAIN, SENDER, envelope

STRICT = policy.default.clone(raise_on_defect=True)
LINE = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=120).map(
    str.strip
)
"""One line of text, as the model lets it through."""


def sent(letter: Letter = LETTER, sender: SenderIdentity = SENDER, address: str | None = None) -> bytes:
    return to_message(letter, envelope(1, address), sender).as_bytes()


def received(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=STRICT)
    assert isinstance(message, EmailMessage)
    return message


def defects(part: MIMEPart) -> list[MessageDefect]:
    own: list[Any] = [*part.defects, *(defect for value in part.values() for defect in value.defects)]
    return own + [defect for child in part.iter_parts() for defect in defects(child)]


def lines(part: MIMEPart) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def display_name(raw: bytes) -> str:
    """Read by the older parser: the newer keeps the space between two encoded words of a name (RFC 2047 6.2 says not to)."""
    name, address = parseaddr(message_from_bytes(raw, policy=policy.compat32)["From"])
    assert address == SENDER.address.wire
    return str(make_header(decode_header(name)))


def structure(part: MIMEPart) -> Any:
    children = [structure(child) for child in part.iter_parts()]
    return {part.get_content_type(): children} if children else part.get_content_type()


def test_text_comes_first_and_images_belong_to_the_html() -> None:
    expected = {"multipart/alternative": ["text/plain", {"multipart/related": ["text/html", "image/png"]}]}
    assert structure(received(sent())) == expected
    assert structure(received(sent(replace(LETTER, images=())))) == {"multipart/alternative": ["text/plain", "text/html"]}
    assert structure(received(sent(PLAIN))) == "text/plain"


@pytest.mark.parametrize("letter", [LETTER, PLAIN, replace(LETTER, images=())])
def test_a_strict_reader_finds_no_fault(letter: Letter) -> None:
    raw = sent(letter)
    assert defects(received(raw)) == []
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n") if not line.startswith(b"Message-ID: ")) <= 76
    assert raw.count(b"MIME-Version") == 1


def test_both_editions_arrive_as_they_were() -> None:
    message = received(sent())
    text, html = message.get_body(["plain"]), message.get_body(["html"])
    assert text is not None
    assert html is not None
    assert lines(text) == LETTER.text
    assert lines(html) == LETTER.html
    assert text["Content-Transfer-Encoding"] == html["Content-Transfer-Encoding"] == "quoted-printable"
    assert text.get_param("charset") == html.get_param("charset") == "utf-8"


def test_an_image_is_inline_and_named_by_its_content_id() -> None:
    (image,) = [part for part in received(sent()).walk() if part.get_content_maintype() == "image"]
    assert image["Content-ID"] == "<bild-1@rapport>"
    assert image.get_content_disposition() == "inline"
    assert image.get_filename() == "bild-1.png"
    assert image.get_content() == LETTER.images[0].data
    (related,) = [part for part in received(sent()).walk() if part.get_content_type() == "multipart/related"]
    assert related.get_param("type") == "text/html"


def test_the_header_says_who_writes_to_whom_and_how_to_stop() -> None:
    message = received(sent(address="Kontakt@vänstern-sunne.example"))
    assert [address.addr_spec for address in message["To"].addresses] == ["Kontakt@xn--vnstern-sunne-bfb.example"]
    assert message["From"].addresses[0].display_name == "Regiongruppen i Värmland"
    assert message["From"].addresses[0].addr_spec == SENDER.address.wire
    assert message["Reply-To"].addresses[0].addr_spec == "kansli@region.example"
    assert message["Date"].datetime == datetime(2026, 9, 8, 7, 30, tzinfo=UTC)
    assert message["Message-ID"] == envelope(1).message_id
    assert message["Subject"] == LETTER.subject
    assert message["List-Unsubscribe"] == "<mailto:kansli@region.example?subject=Avregistrera>"
    assert re.search(r" <rapport\.xn--[a-z0-9-]+\.example>$", message["List-Id"])
    assert {name.lower() for name in message} == {
        *("from", "to", "reply-to", "subject", "date", "message-id", "list-id", "list-unsubscribe"),
        *("mime-version", "content-type"),
    }


def test_equal_letters_in_equal_envelopes_are_equal_bytes() -> None:
    assert sent() == sent()


@given(LINE.filter(bool), LINE.filter(bool))
def test_any_subject_and_name_arrive_as_they_were(subject: str, name: str) -> None:
    raw = sent(replace(PLAIN, subject=subject), replace(SENDER, name=name))
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"] == subject
    assert display_name(raw).split() == name.split()
    assert [address.addr_spec for address in message["From"].addresses] == [SENDER.address.wire]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "name", ["Vänstern, Värmland", 'Grupp "ett"', "Grupp; två", "a <evil@x.example>", "=?utf-8?q?evil?=", "x" * 200, "å" * 200]
)
def test_names_that_look_like_syntax_stay_names(name: str) -> None:
    raw = sent(PLAIN, replace(SENDER, name=name))
    assert display_name(raw) == name
    assert len(received(raw)["From"].addresses) == 1


@pytest.mark.parametrize(
    "hostile", ["Rapport\r\nBcc: evil@x.example", "Rapport\nBcc: evil@x.example", "Rapport\r\n\r\n<p>evil</p>"]
)
def test_a_line_break_cannot_make_a_header(hostile: str) -> None:
    with pytest.raises(ValueError):
        sent(replace(PLAIN, subject=hostile))
    with pytest.raises(ValueError):
        sent(PLAIN, replace(SENDER, name=hostile))
    with pytest.raises(ValueError):
        sent(PLAIN, replace(SENDER, list_id=hostile))
    with pytest.raises(ValueError):
        sent(replace(LETTER, images=(InlineImage(hostile, "a.png", "image/png", b"x"),)))


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"]) | st.just("\n"), min_size=1, max_size=300))
def test_any_text_arrives_as_it_was(text: str) -> None:
    body = received(sent(replace(PLAIN, text=text + "\n"))).get_body(["plain"])
    assert body is not None
    assert lines(body) == text + "\n"


@given(LINE.filter(bool))
def test_list_headers_are_ascii_on_one_line(name: str) -> None:
    for value in list_headers(replace(SENDER, name=name)).values():
        assert value.isascii()
        assert value.isprintable()


SETTINGS = {
    "organisation": {"name": "Vänsterpartiet", "group": "Regiongruppen", "address": "Gatan 1", "email": "info@party.example"},
    "sender": {"name": "Regiongruppen", "email": "rapport@vänstern-värmland.example"},
}


def test_the_sender_is_that_of_the_settings() -> None:
    identity = sender_identity(Settings.model_validate(SETTINGS))
    assert identity.address == identity.reply_to == identity.unsubscribe == mail_address("rapport@vänstern-värmland.example")
    assert identity.list_id == f"rapport.{identity.address.domain}"
    given_reply = {**SETTINGS, "sender": {**SETTINGS["sender"], "reply_to": "kansli@party.example"}}
    assert sender_identity(Settings.model_validate(given_reply)).unsubscribe == mail_address("kansli@party.example")


def test_the_message_id_is_of_the_attempt_and_the_senders_domain() -> None:
    assert message_id("0198c0de", "xn--vnstern-5wa.example") == "<0198c0de@xn--vnstern-5wa.example>"

"""What letters may leave through (design.md 5), and what is refused before anything leaves."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from newsletter.delivery.transports import OutboxVia, SendGridVia, SmtpVia, open_transport, parse_via
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import DeliverySettings
from newsletter.model.via import Encryption

KEY = {"SENDGRID_API_KEY": "SG.key"}


@pytest.mark.parametrize(
    ("url", "via"),
    [
        ("outbox:", OutboxVia("outbox")),
        ("outbox:letters/2026", OutboxVia("letters/2026")),
        ("outbox:/tmp/å ä ö", OutboxVia("/tmp/å ä ö")),
        (r"outbox:C:\Users\Eva\brev", OutboxVia(r"C:\Users\Eva\brev")),
        ("smtp://mail.example", SmtpVia("mail.example", 587, None, Encryption.STARTTLS)),
        ("smtp://eva@mail.example:25", SmtpVia("mail.example", 25, "eva", Encryption.STARTTLS)),
        ("smtp://eva%40party.example@mail.example", SmtpVia("mail.example", 587, "eva@party.example", Encryption.STARTTLS)),
        ("smtp://eva@party.example@mail.example", SmtpVia("mail.example", 587, "eva@party.example", Encryption.STARTTLS)),
        ("smtps://mail.example/", SmtpVia("mail.example", 465, None, Encryption.TLS)),
        ("smtp://localhost:1025", SmtpVia("localhost", 1025, None, Encryption.IF_OFFERED)),
        ("smtp://[::1]:1025", SmtpVia("::1", 1025, None, Encryption.IF_OFFERED)),
        ("smtps://localhost:1025", SmtpVia("localhost", 1025, None, Encryption.TLS)),
        ("sendgrid:", SendGridVia("https://api.sendgrid.com")),
        ("sendgrid:eu", SendGridVia("https://api.eu.sendgrid.com")),
        (" SendGrid:EU?sandbox=1\n", SendGridVia("https://api.eu.sendgrid.com", sandbox=True)),
        ("sendgrid:?sandbox=1", SendGridVia("https://api.sendgrid.com", sandbox=True)),
        ("sendgrid+http://127.0.0.1:8080", SendGridVia("http://127.0.0.1:8080", is_trial=True)),
        ("sendgrid+http://[::1]:8080/?sandbox=1", SendGridVia("http://[::1]:8080", is_trial=True, sandbox=True)),
        ("sendgrid+http://127.0.0.1:80?timeout=0.5", SendGridVia("http://127.0.0.1:80", is_trial=True, timeout=0.5)),
    ],
)
def test_the_forms_that_are_understood(url: str, via: object) -> None:
    assert parse_via(url) == via


@pytest.mark.parametrize(
    "url",
    [
        *("", ":", "outbox", "letters", "ftp://mail.example", "mailto:eva@party.example", "https://api.sendgrid.com"),
        *(
            "smtp:",
            "smtp:mail.example",
            "smtp://",
            "smtp://mail.example:0",
            "smtp://mail.example:99999",
            "smtp://mail.example:x",
        ),
        *("smtp://mail.example/path", "smtp://mail.example?tls=0", "smtp://mail.example#x", "smtp://[mail.example"),
        *("sendgrid:us", "sendgrid://api.sendgrid.com", "sendgrid:eu?sandbox=0", "sendgrid:eu?sandbox=1&sandbox=1"),
        *(
            "sendgrid:?sandbox",
            "sendgrid:?debug=1",
            "sendgrid:eu#x",
            "sendgrid:?timeout=5",
            "sendgrid+http://[::1]?timeout=x",
            "sendgrid+https://127.0.0.1:8080",
        ),
        *("sendgrid+http://", "sendgrid+http://127.0.0.1:8080/v3", "sendgrid+http://eva@127.0.0.1:8080"),
        *("sendgrid+http://api.sendgrid.com", "sendgrid+http://10.0.0.1:8080", "sendgrid+http://localhost.evil.example"),
    ],
)
def test_all_else_is_refused_with_the_forms_allowed(url: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_via(url)
    assert "sendgrid:eu" in refused.value.hint
    assert "@" not in refused.value.message


@pytest.mark.parametrize(
    "url",
    [
        "smtp://eva:hemligt@mail.example",
        "smtps://eva:hemligt@mail.example:x",
        "smtp://:hemligt@mail.example/path",
        "sendgrid+http://x:hemligt@127.0.0.1:1",
        "smtp:eva:hemligt@mail.example",
        "https://eva:hemligt@api.sendgrid.com",
    ],
)
def test_a_password_in_the_url_is_refused_and_never_repeated(url: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_via(url)
    assert "hemligt" not in refused.value.message + refused.value.hint


VIAS = st.text("smtp:/@sendgrid+h[]?#=1.0%", max_size=40)


@given(
    st.sampled_from(["outbox:", "smtp://", "smtps://", "sendgrid:", "sendgrid+http://127.0.0.1"]).flatmap(
        lambda scheme: VIAS.map(scheme.__add__)
    )
)
@example("smtp://mail.example:99999")
@example("sendgrid:us")
@example("sendgrid+http://10.0.0.1:8080")
@example("sendgrid:eu?sandbox=1")
@example("smtp://eva:hemligt@mail.example")
def test_settings_and_command_line_take_the_same(url: str) -> None:
    try:
        parse_via(url)
    except Refused:
        with pytest.raises(ValidationError):
            DeliverySettings(via=url)
    else:
        assert DeliverySettings(via=url).via == url


@given(st.text(max_size=40) | st.text("smtp:/@sendgrid+h[]?#=1.0%", max_size=40).map("smtp://".__add__))
def test_any_text_is_understood_or_refused(url: str) -> None:
    with suppress(Refused):
        assert isinstance(parse_via(url), OutboxVia | SmtpVia | SendGridVia)


def opened(url: str, secrets: dict[str, str], tmp_path: Path, **others: bool | float) -> object:
    return open_transport(parse_via(url), workspace=tmp_path, issue="2026-q3", secrets=secrets, **others)


@pytest.mark.parametrize(
    ("url", "live", "trial"),
    [
        ("outbox:", False, False),
        ("smtp://localhost", True, False),
        ("sendgrid:", True, False),
        ("sendgrid:eu?sandbox=1", False, False),
        ("sendgrid+http://127.0.0.1:1", True, True),
    ],
)
def test_what_is_live_and_what_is_a_trial(url: str, live: bool, trial: bool, tmp_path: Path) -> None:
    transport = open_transport(parse_via(url), workspace=tmp_path, issue="2026-q3", secrets=KEY)
    assert (transport.is_live, transport.is_trial) == (live, trial)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("secrets", [{}, {"SENDGRID_API_KEY": ""}, {"SENDGRID_API_KEY": " \n"}])
@pytest.mark.parametrize("url", ["sendgrid:", "sendgrid:eu?sandbox=1", "sendgrid+http://127.0.0.1:1"])
def test_sendgrid_without_a_key_is_refused(url: str, secrets: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="SENDGRID_API_KEY"):
        opened(url, secrets, tmp_path)


@pytest.mark.parametrize("key", ["SG.hemlig nyckel", "SG.hemlig\nnyckel", "SG.hemlig\tnyckel", "SG.hemligå", "SG.hemlig\x00"])
def test_a_key_that_cannot_be_one_is_refused_and_never_repeated(key: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        opened("sendgrid:", {"SENDGRID_API_KEY": key}, tmp_path)
    assert "hemlig" not in str(refused.value.args) + refused.value.hint


def test_white_space_around_a_pasted_key_is_taken_away(tmp_path: Path) -> None:
    opened("sendgrid:", {"SENDGRID_API_KEY": " SG.key\r\n"}, tmp_path)


def test_a_mail_server_with_a_user_needs_a_password(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="SMTP_PASSWORD"):
        opened("smtp://eva@mail.example", {}, tmp_path)
    with pytest.raises(Refused, match="SMTP_PASSWORD"):
        opened("smtp://eva@mail.example", {"SMTP_PASSWORD": "hemligt\nord"}, tmp_path)
    opened("smtp://eva@mail.example", {"SMTP_PASSWORD": "ett löst ord"}, tmp_path)
    opened("smtp://mail.example", {}, tmp_path)


@pytest.mark.parametrize("url", ["sendgrid:", "sendgrid:eu", "smtp://mail.example", "smtps://mail.example"])
def test_under_a_replaced_clock_nothing_goes_to_others(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="NEWSLETTER_NOW"):
        opened(url, KEY, tmp_path, clock_is_replaced=True)


@pytest.mark.parametrize("url", ["outbox:", "smtp://localhost", "sendgrid:eu?sandbox=1", "sendgrid+http://127.0.0.1:1"])
def test_under_a_replaced_clock_this_machine_may_be_sent_to(url: str, tmp_path: Path) -> None:
    opened(url, KEY, tmp_path, clock_is_replaced=True)


def test_a_pause_that_would_outlive_a_claim_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="45"):
        opened("smtp://mail.example", {}, tmp_path, pause=45.0)

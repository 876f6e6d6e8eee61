"""Letters through SendGrid: what is asked of it, and what each of its answers means (design.md 5)."""

import socket
import ssl
import time
from dataclasses import replace
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Batch, Then
from newsletter.delivery.transports.http.client import Reply
from newsletter.delivery.transports.http.connection import Limits
from newsletter.delivery.transports.sendgrid.answer import read_answer, wait_after
from newsletter.delivery.transports.sendgrid.transport import SendGridTransport
from newsletter.model.deliveries import Status
from newsletter.model.via import SendGridVia, read_via
from tests.contract.letters import CANARY, LETTER, PLAIN, SENDER, batch, envelope
from tests.servers import sendgrid_faults as faults
from tests.servers.certificates import made
from tests.servers.sendgrid import SendGridServer

pytestmark = pytest.mark.slow

HTTP_DATE = "Tue, 08 Sep 2026 07:30:00 GMT"
NOW = 1788852600.0
"""The same moment in seconds."""


def transport(server: SendGridServer, query: str = "", limits: Limits | None = None) -> SendGridTransport:
    via = read_via(server.via + query)
    assert isinstance(via, SendGridVia)
    return SendGridTransport(via, CANARY, limits=limits)


def answered(fault: faults.Fault, sent: Batch | None = None, query: str = "") -> tuple[list[Status], Then, str]:
    with SendGridServer() as server:
        server.script(fault)
        answer = transport(server, query).send(sent or batch(1, 2, 3))
    return [outcome.status for outcome in answer.outcomes], answer.then, answer.reason


UNSENT, UNKNOWN, ACCEPTED, REJECTED = Status.UNSENT, Status.UNKNOWN, Status.ACCEPTED, Status.REJECTED


@pytest.mark.parametrize(
    ("fault", "status", "then"),
    [
        (faults.accepted_without_id, ACCEPTED, Then.CONTINUE),
        (faults.accepted_then_cut_after_status, ACCEPTED, Then.CONTINUE),
        (faults.bad_request, UNSENT, Then.HALVE),
        (faults.bad_request_not_json, UNSENT, Then.HALVE),
        (faults.naming(3), UNSENT, Then.HALVE),
        (faults.too_large, UNSENT, Then.HALVE),
        (faults.invalid_key, UNSENT, Then.STOP),
        (faults.credits_exceeded, UNSENT, Then.STOP),
        (faults.unverified_sender, UNSENT, Then.STOP),
        (faults.refused(403, "access forbidden"), UNSENT, Then.STOP),
        (faults.refused_then_cut(401), UNSENT, Then.STOP),
        (faults.refused_then_cut(400), UNSENT, Then.HALVE),
        (faults.throttled(), UNSENT, Then.WAIT),
        (faults.throttled(None), UNSENT, Then.WAIT),
        (faults.internal_error, UNKNOWN, Then.CONTINUE),
        (faults.accepted_then_500, UNKNOWN, Then.CONTINUE),
        (faults.unavailable, UNKNOWN, Then.CONTINUE),
        (faults.bad_gateway_html, UNKNOWN, Then.CONTINUE),
        (faults.redirect(301), UNKNOWN, Then.CONTINUE),
        (faults.redirect(302), UNKNOWN, Then.CONTINUE),
        (faults.redirect(303), UNKNOWN, Then.CONTINUE),
        (faults.redirect(307), UNKNOWN, Then.CONTINUE),
        (faults.redirect(302, "http://127.0.0.1:9/"), UNKNOWN, Then.CONTINUE),
        (faults.accepted_as_200, UNKNOWN, Then.CONTINUE),
        (faults.read_then_reset, UNKNOWN, Then.CONTINUE),
        (faults.accepted_then_reset, UNKNOWN, Then.CONTINUE),
        (faults.accepted_then_closed, UNKNOWN, Then.CONTINUE),
        (faults.accepted_then_cut_status, UNKNOWN, Then.CONTINUE),
        (faults.accepted_then_garbage, UNKNOWN, Then.CONTINUE),
    ],
)
def test_what_an_answer_means(fault: faults.Fault, status: Status, then: Then) -> None:
    assert answered(fault)[:2] == ([status] * 3, then)


def test_a_400_that_names_one_rejects_it_and_lets_the_others_go_again() -> None:
    assert answered(faults.naming(1))[:2] == ([UNSENT, REJECTED, UNSENT], Then.AGAIN)
    assert answered(faults.naming(0), batch(1))[:2] == ([REJECTED], Then.CONTINUE)


def test_all_whom_a_400_names_are_rejected_at_once() -> None:
    with SendGridServer() as server:
        sent = batch(1, 2, 3, 4)
        server.refuse(sent.envelopes[0].to.wire, sent.envelopes[2].to.wire.upper())
        answer = transport(server).send(sent)
    assert [outcome.status for outcome in answer.outcomes] == [REJECTED, UNSENT, REJECTED, UNSENT]


@pytest.mark.parametrize("field", ["personalizations.1", "personalizations.1.to", "personalizations.1.to.0.email"])
def test_every_form_of_naming_is_understood(field: str) -> None:
    assert answered(faults.refused(400, "no", field))[0] == [UNSENT, REJECTED, UNSENT]


@pytest.mark.parametrize("field", ["personalizations", "personalizations.x.to", "personalizations.12345.to", "content.1.value"])
def test_what_names_nobody_rejects_nobody(field: str) -> None:
    assert answered(faults.refused(400, "no", field))[:2] == ([UNSENT] * 3, Then.HALVE)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"errors":5}', b'{"errors":[5,null,{}]}', b"[" * 100_000, b"\xff\xfe"])
@pytest.mark.parametrize("status", [400, 401, 403, 413, 429, 500])
def test_a_body_of_any_kind_is_survived(status: int, body: bytes) -> None:
    answer = read_answer(Reply(status, {}, body), batch(1, 2), sandbox=False, now=NOW, key=CANARY)
    assert {outcome.status for outcome in answer.outcomes} == {UNKNOWN if status == 500 else UNSENT}


def test_the_reasons_for_stopping_are_told_apart() -> None:
    reasons = {answered(fault)[2] for fault in (faults.invalid_key, faults.credits_exceeded, faults.unverified_sender)}
    assert len(reasons) == 3
    assert SENDER.address.wire in answered(faults.unverified_sender)[2]


def test_nobody_at_the_other_end_leaves_the_letters_unsent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        via = SendGridVia(f"http://127.0.0.1:{taken.getsockname()[1]}", is_trial=True)
        answer = SendGridTransport(via, CANARY).send(batch(1, 2))
    assert [outcome.status for outcome in answer.outcomes] == [UNSENT, UNSENT]


def test_a_name_that_is_not_found_leaves_the_letters_unsent() -> None:
    answer = SendGridTransport(SendGridVia("http://no-such-host.invalid", is_trial=True), CANARY).send(batch(1))
    assert answer.outcomes[0].status is UNSENT


@pytest.mark.parametrize("fault", [faults.reset_before_reading, faults.too_large_before_reading])
def test_a_request_that_was_never_wholly_written_is_unsent(fault: faults.Fault) -> None:
    """More than the buffers between hold, so that the writing itself meets the cut."""
    assert answered(fault, batch(1, letter=replace(PLAIN, text="x" * 15_000_000)))[0] == [UNSENT]


def test_a_request_that_nobody_reads_ends_at_the_limit_and_is_unsent() -> None:
    with SendGridServer() as server:
        server.script(faults.stops_reading)
        sent = batch(1, letter=replace(PLAIN, text="x" * 15_000_000))
        answer = transport(server, limits=Limits(each=0.2, whole=5)).send(sent)
    assert answer.outcomes[0].status is UNSENT


def test_silence_ends_at_the_limit_and_is_unknown() -> None:
    with SendGridServer() as server:
        server.script(faults.accepted_then_stalled)
        answer = transport(server, limits=Limits(each=0.2, whole=5)).send(batch(1))
    assert answer.outcomes[0].status is UNKNOWN


def test_a_connection_that_comes_too_late_carries_nothing() -> None:
    """The claim has grown old meanwhile, and others may have looked at the log."""
    with SendGridServer() as server:
        answer = transport(server, limits=Limits(begin=0)).send(batch(1))
        assert server.requests == []
    assert answer.outcomes[0].status is UNSENT


def test_nothing_leaves_when_its_time_has_passed() -> None:
    with SendGridServer() as server:
        through = transport(server)
        in_time = replace(batch(1), leave_before=clocks.steady_seconds() + 60)
        too_late = replace(batch(2), leave_before=clocks.steady_seconds())
        assert [through.send(sent).outcomes[0].status for sent in (too_late, in_time, too_late)] == [UNSENT, ACCEPTED, UNSENT]
        assert len(server.requests) == 1


def test_an_answer_of_one_byte_now_and_then_ends_at_the_limit_of_the_whole() -> None:
    with SendGridServer() as server:
        server.script(faults.drip(0.1))
        started = time.monotonic()
        answer = transport(server, limits=Limits(each=30, whole=0.5)).send(batch(1))
    assert answer.outcomes[0].status is UNKNOWN
    assert time.monotonic() - started < 100  # the whole answer takes 200 s


def test_the_key_does_not_follow_a_redirect() -> None:
    with SendGridServer() as elsewhere, SendGridServer() as server:
        server.script(faults.redirect(302, f"http://{elsewhere.url}/v3/mail/send"))
        transport(server).send(batch(1))
        assert elsewhere.requests == []
        assert len(server.requests) == 1


def test_a_proxy_is_bypassed_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with SendGridServer() as server:
        assert transport(server).send(batch(1)).outcomes[0].status is ACCEPTED


def test_only_a_trusted_certificate_is_spoken_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with SendGridServer(tls=True) as server:
        via = SendGridVia(f"https://{server.url}", is_trial=True)
        answer = SendGridTransport(via, CANARY).send(batch(1))
        assert (answer.outcomes[0].status, answer.then) == (UNSENT, Then.STOP)
        (tmp_path / "trusted.pem").write_bytes(made()[0])
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        assert SendGridTransport(via, CANARY).send(batch(1)).outcomes[0].status is ACCEPTED
        assert len(server.requests) == 1


def test_the_certificates_of_the_system_are_loaded_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It takes longer than a call."""
    (tmp_path / "trusted.pem").write_bytes(made()[0])
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    loaded: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def count() -> ssl.SSLContext:
        loaded.append(make())
        return loaded[-1]

    with SendGridServer(tls=True) as server:
        monkeypatch.setattr(ssl, "create_default_context", count)
        server.script(*[faults.bad_request] * 3)  # so that each call has a connection of its own
        through = SendGridTransport(SendGridVia(f"https://{server.url}", is_trial=True), CANARY)
        assert [through.send(batch(1)).then for _call in range(3)] == [Then.HALVE] * 3
        assert len(loaded) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 2),
        ({"x-ratelimit-reset": "soon"}, 2),
        ({"x-ratelimit-reset": f"{NOW + 7:.0f}"}, 7),
        ({"x-ratelimit-reset": f"{NOW - 3600:.0f}"}, 1),
        ({"x-ratelimit-reset": f"{NOW + 3600:.0f}"}, 60),
        ({"x-ratelimit-reset": f"{NOW + 7:.0f}", "date": HTTP_DATE}, 7),
        ({"x-ratelimit-reset": f"{NOW + 7:.0f}", "date": "Tue, 08 Sep 2026 07:29:50 GMT"}, 17),
        ({"x-ratelimit-reset": f"{NOW + 7:.0f}", "date": "yesterday"}, 7),
    ],
)
def test_the_wait_is_until_the_reset_by_the_servers_clock(headers: dict[str, str], seconds: float) -> None:
    assert wait_after(Reply(429, headers, b""), NOW) == seconds


def test_a_server_whose_clock_is_ahead_is_believed_about_itself() -> None:
    with SendGridServer() as server:
        server.script(faults.throttled(5, server_clock_ahead=7200))
        assert 4 <= transport(server).send(batch(1)).wait <= 6


def test_the_sandbox_validates_and_sends_to_nobody() -> None:
    with SendGridServer() as server:
        answer = transport(server, "?sandbox=1").send(batch(1, 2))
        assert [outcome.status for outcome in answer.outcomes] == [ACCEPTED, ACCEPTED]
        assert server.ledger == []
        assert server.requests[0].body["mail_settings"] == {"sandbox_mode": {"enable": True}}


def test_one_address_is_never_twice_in_one_request() -> None:
    twice = Batch(SENDER, LETTER, (envelope(1, "A@b.example"), envelope(2, "a@b.example")))
    with SendGridServer() as server:
        answer = transport(server).send(twice)
        assert ([outcome.status for outcome in answer.outcomes], answer.then) == ([UNSENT, UNSENT], Then.HALVE)
        assert server.requests == []


def test_a_letter_beyond_what_sendgrid_takes_is_not_even_asked() -> None:
    with SendGridServer() as server:
        answer = transport(server).send(batch(1, letter=replace(PLAIN, text="å" * 11_000_000)))
        assert (answer.outcomes[0].status, answer.then) == (UNSENT, Then.HALVE)
        assert server.requests == []


def test_the_request_holds_what_the_letter_says_and_an_opaque_id_alone() -> None:
    with SendGridServer(key=CANARY) as server:
        sent = batch(1, 2)
        answer = transport(server).send(sent)
        (request,) = server.requests
        assert {outcome.provider_id for outcome in answer.outcomes} == {letter.message_id for letter in server.ledger}
    body = request.body
    assert (request.method, request.path) == ("POST", "/v3/mail/send")
    assert body["personalizations"] == [
        {"to": [{"email": one.to.wire}], "custom_args": {"nl_attempt": one.attempt}} for one in sent.envelopes
    ]
    assert body["from"] == {"email": SENDER.address.wire, "name": "Regiongruppen i Värmland"}
    assert body["reply_to"] == {"email": "kansli@region.example"}
    assert body["subject"] == LETTER.subject
    assert body["content"] == [{"type": "text/plain", "value": LETTER.text}, {"type": "text/html", "value": LETTER.html}]
    assert [attachment["content_id"] for attachment in body["attachments"]] == ["bild-1@rapport"]
    assert all(value.isascii() for value in body["headers"].values())
    assert str(make_header(decode_header(body["headers"]["List-Id"]))).startswith("Regiongruppen i Värmland <rapport.")
    assert body["headers"]["List-Unsubscribe"] == "<mailto:kansli@region.example?subject=Avregistrera>"
    switches = {name: setting["enable"] for name, setting in body["tracking_settings"].items()}
    assert switches == dict.fromkeys(["click_tracking", "open_tracking", "subscription_tracking", "ganalytics"], False)
    assert set(body) == {
        *("personalizations", "from", "reply_to", "subject", "content", "attachments", "headers", "tracking_settings")
    }


def test_a_letter_of_text_alone_has_no_html_and_no_images() -> None:
    with SendGridServer() as server:
        transport(server).send(batch(1, letter=PLAIN))
        assert server.requests[0].body["content"] == [{"type": "text/plain", "value": PLAIN.text}]
        assert "attachments" not in server.requests[0].body


@pytest.mark.parametrize(
    "noise", [b"", b"\0" * 5000, b"HTTP/1.1 999 x\r\n\r\n", b"HTTP/1.1 202\r\nX: " + b"y" * 70_000, b"HTTP/1.1 "]
)
def test_noise_instead_of_an_answer_is_unknown(noise: bytes) -> None:
    def answer_noise(exchange: faults.Exchange) -> None:
        exchange.accept()
        exchange.write(noise)
        exchange.close()

    assert answered(answer_noise)[0] == [UNKNOWN] * 3

"""The judge itself: it takes what SendGrid's documentation allows and refuses what it forbids (its errors page)."""

from base64 import b64encode
from typing import Any

import pytest

from tests.servers.sendgrid_rules import errors

VALID: dict[str, Any] = {
    "personalizations": [
        {"to": [{"email": "a@b.example"}], "custom_args": {"nl_attempt": "1"}},
        {"to": [{"email": "c@xn--vnstern-5wa.example"}], "custom_args": {"nl_attempt": "2"}},
    ],
    "from": {"email": "rapport@b.example", "name": "Regiongruppen i Värmland"},
    "reply_to": {"email": "kansli@b.example"},
    "subject": "Rapport",
    "content": [{"type": "text/plain", "value": "Hej"}, {"type": "text/html", "value": "<p>Hej"}],
    "attachments": [{"content": b64encode(b"x").decode(), "filename": "a.png", "disposition": "inline", "content_id": "a"}],
    "headers": {"List-Unsubscribe": "<mailto:kansli@b.example>"},
    "tracking_settings": {"open_tracking": {"enable": False}},
}


def changed(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**VALID, **changes}.items() if value is not None}


def to(*addresses: str, **more: Any) -> list[dict[str, Any]]:
    return [{"to": [{"email": address}], **more} for address in addresses]


def test_a_body_as_documented_is_taken() -> None:
    assert errors(VALID) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        changed(personalizations=None),
        changed(personalizations=[]),
        changed(personalizations=to(*(f"a{number}@b.example" for number in range(1001)))),
        changed(personalizations=to("a@b.example", "A@B.example")),
        changed(personalizations=to("åsa@b.example")),
        changed(personalizations=to("a@vänstern.example")),
        changed(personalizations=to("a@b.example", custom_args={"nl_attempt": 1})),
        changed(personalizations=to("a@b.example", custom_args={"nl_attempt": "x" * 10_000})),
        changed(personalizations=to("a@b.example", unknown=1)),
        changed(**{"from": None}),
        changed(**{"from": {"email": "ordförande@b.example"}}),
        changed(subject=None),
        changed(subject=""),
        changed(subject="Rapport\r\nBcc: evil@x.example"),
        changed(content=None),
        changed(content=[{"type": "text/plain", "value": ""}]),
        changed(content=list(reversed(VALID["content"]))),
        changed(headers={"Subject": "Rapport"}),
        changed(headers={"List-Id": "Värmland <x>"}),
        changed(headers={"X-Number": 1}),
        changed(attachments=[{"content": "not base64!", "filename": "a.png"}]),
        changed(tracking_settings={"open_tracking": {"enable": "no"}}),
        changed(categories=["rapport", "rapport"]),
        changed(categories=["värmland"]),
        changed(send_at=4_000_000_000),
        changed(reply_to_list=[{"email": "a@b.example"}]),
        changed(unknown=True),
    ],
)
def test_what_is_forbidden_is_refused(body: Any) -> None:
    found = errors(body)
    assert found
    assert all(set(one) == {"message", "field", "help"} for one in found)


def test_an_error_names_the_personalization() -> None:
    assert errors(changed(personalizations=to("a@b.example", "a@b.example")))[0]["field"] == "personalizations.1.to"

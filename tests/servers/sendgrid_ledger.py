"""What the server remembers: requests as they came in, and letters as it took them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Accepted:
    """One letter that the server has taken. ``attempt`` is its ``nl_attempt``; ``request`` the request's number from 1;
    ``at`` when it was taken, by the server's clock.
    """

    address: str
    attempt: str | None
    subject: str
    text: str | None
    html: str | None
    message_id: str
    request: int
    at: float = 0.0
    send_at: int | None = None
    batch: str | None = None


@dataclass(slots=True)
class Request:
    """One request as it came in; ``body`` is None if it was never read or is not JSON."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    body: Any = None
    status: int | None = None


def letters_of(request: Request, message_id: str, at: float) -> Iterator[Accepted]:
    """One letter for each address of each personalization."""
    body = request.body
    content = {part["type"]: part["value"] for part in body.get("content", ())}
    for one in body["personalizations"]:
        custom = {**body.get("custom_args", {}), **one.get("custom_args", {})}
        for person in one["to"]:
            yield Accepted(
                address=person["email"],
                attempt=custom.get("nl_attempt"),
                subject=one.get("subject", body.get("subject", "")),
                text=content.get("text/plain"),
                html=content.get("text/html"),
                message_id=message_id,
                request=request.number,
                at=at,
                send_at=one.get("send_at", body.get("send_at")),
                batch=body.get("batch_id"),
            )

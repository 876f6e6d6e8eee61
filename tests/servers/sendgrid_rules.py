"""What SendGrid refuses in the body of POST /v3/mail/send, as documented; stricter where the documentation is in doubt."""

import json
import re
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

MOST_BYTES = 30 * 1024 * 1024
MOST_RECIPIENTS = 1000
MOST_CUSTOM_ARGS_BYTES = 10_000
FURTHEST_AHEAD = 72 * 3600
ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)
RESERVED_HEADERS = {
    *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding"),
    *("to", "from", "subject", "reply-to", "cc", "bcc"),
}

Body = dict[str, Any]


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(Path(__file__).with_name("mail-send-body.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def error(message: str, field: str | None) -> Body:
    return {"message": message, "field": field, "help": None}


def errors(body: Any, now: float | None = None) -> list[Body]:
    """Everything that is wrong with a body, in the form of the API's ``errors``; an empty list is a body it takes.

    ``now`` is the server's clock.
    """
    found = [error(fault.message, ".".join(map(str, fault.absolute_path)) or None) for fault in validator().iter_errors(body)]
    return found or list(_beyond_the_schema(body, time.time() if now is None else now))


def _beyond_the_schema(body: Body, now: float) -> Iterator[Body]:
    yield from _recipients(body)
    yield from _senders(body)
    yield from _subject(body)
    yield from _content(body)
    yield from _headers(body, "headers")
    yield from _custom_args(body)
    yield from _attachments(body)
    yield from _substitutions(body)
    yield from _categories(body)
    yield from _send_at(body, now)


def _recipients(body: Body) -> Iterator[Body]:
    seen: set[str] = set()
    for index, one in enumerate(body["personalizations"]):
        for key in ("to", "cc", "bcc"):
            for person in one.get(key, ()):
                field = f"personalizations.{index}.{key}"
                if not ADDRESS.fullmatch(person["email"]) or len(person["email"]) > 320:
                    yield error("Does not contain a valid address.", f"{field}.0.email")
                if person["email"].casefold() in seen:
                    yield error("Each email address in the personalization block should be unique.", field)
                seen.add(person["email"].casefold())
    if len(seen) > MOST_RECIPIENTS:
        yield error("Too many recipients.", "personalizations")


def _senders(body: Body) -> Iterator[Body]:
    for key in ("from", "reply_to"):
        if key in body and not ADDRESS.fullmatch(body[key]["email"]):
            yield error("Does not contain a valid address.", f"{key}.email")


def _subject(body: Body) -> Iterator[Body]:
    if "template_id" not in body and not body.get("subject") and not all(p.get("subject") for p in body["personalizations"]):
        yield error("The subject is required.", "subject")
    for subject in [body.get("subject", ""), *(p.get("subject", "") for p in body["personalizations"])]:
        if re.search(r"[\r\n]", subject):
            yield error("Bad Request", None)


def _content(body: Body) -> Iterator[Body]:
    order = {"text/plain": 0, "text/html": 1}
    ranks = [order.get(part["type"], 2) for part in body.get("content", ())]
    if ranks != sorted(ranks):
        yield error("The order of contents must be text/plain, text/html, and then others.", "content")


def _headers(holder: Body, field: str) -> Iterator[Body]:
    for name, value in holder.get("headers", {}).items():
        if not name.isascii() or " " in name or re.search(r"[\r\n]", name + value) or not value.isascii():
            yield error("Headers must be ASCII, without spaces in the name.", f"{field}.{name}")
        if name.lower() in RESERVED_HEADERS:
            yield error("Header can not be one of the reserved keys.", f"{field}.{name}")


def _custom_args(body: Body) -> Iterator[Body]:
    for index, one in enumerate(body["personalizations"]):
        yield from _headers(one, f"personalizations.{index}.headers")
        merged = json.dumps({**body.get("custom_args", {}), **one.get("custom_args", {})})
        if len(merged.encode()) > MOST_CUSTOM_ARGS_BYTES:
            yield error("The custom_args exceed 10,000 bytes.", f"personalizations.{index}.custom_args")


def _attachments(body: Body) -> Iterator[Body]:
    for index, attachment in enumerate(body.get("attachments", ())):
        try:
            b64decode(attachment["content"], validate=True)
        except NotBase64:
            yield error("The attachment content must be base64 encoded.", f"attachments.{index}.content")
        if re.search(r"[\r\n;]", attachment["filename"] + attachment.get("type", "")):
            yield error("The attachment must not contain ; or CRLF.", f"attachments.{index}.filename")


def _substitutions(body: Body) -> Iterator[Body]:
    for index, one in enumerate(body["personalizations"]):
        if len(json.dumps(one.get("substitutions", {})).encode()) > MOST_CUSTOM_ARGS_BYTES:
            yield error("The substitutions exceed 10,000 bytes.", f"personalizations.{index}.substitutions")


def _categories(body: Body) -> Iterator[Body]:
    if not all(category.isascii() for category in body.get("categories", ())):
        yield error("The category must be ASCII.", "categories")


def _send_at(body: Body, now: float) -> Iterator[Body]:
    if max(holder.get("send_at", 0) for holder in (body, *body["personalizations"])) > now + FURTHEST_AHEAD:
        yield error("Scheduling more than 72 hours in advance is forbidden.", "send_at")

"""Only this machine's own browser, on the page itself, may look; and nobody may do more than look."""

import re
from pathlib import Path

import pytest

from newsletter.web import create_app
from tests.web.conftest import Browser

OWN = "http://127.0.0.1:8642"


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Host": "127.0.0.1:8642"}, 200),
        ({"Host": "localhost:8642", "Origin": "http://localhost:8642"}, 200),
        ({"Host": "127.0.0.1:8642", "Origin": OWN, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:8642"}, 403),
        ({"Host": "127.0.0.1:9999"}, 403),
        ({"Host": "127.0.0.1:8642", "Origin": "https://evil.example"}, 403),
        ({"Host": "127.0.0.1:8642", "Origin": "null"}, 403),
        ({"Host": "127.0.0.1:8642", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "127.0.0.1:8642", "Origin": "http://127.0.0.1:9999"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/", "/letter", "/static/preview.js"])
def test_host_and_origin_decide_who_may_look(browser: Browser, path: str, headers: dict[str, str], status: int) -> None:
    with browser.get(path, headers=headers) as answer:
        assert answer.status_code == status


@pytest.mark.parametrize("path", ["/", "/letter", "/changes", "/static/preview.js", "/x/", "/x/letter"])
def test_nothing_is_shown_to_whoever_does_not_know_the_address(browser: Browser, path: str) -> None:
    answer = browser.open_elsewhere(path)

    assert answer.status_code == 404
    assert answer.text == "Förhandsgranskningen finns på den adress som ”newsletter preview” skrev i terminalen."


def test_the_address_is_another_each_time(workspace: Path) -> None:
    tokens = {create_app(workspace, "2026-q3").config["TOKEN"] for _ in range(3)}

    assert len(tokens) == 3
    assert all(len(token) >= 20 for token in tokens)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_done_but_look(browser: Browser, method: str) -> None:
    assert browser.open("/", method=method).status_code == 405


def test_a_refusal_carries_the_guarding_headers_too(browser: Browser) -> None:
    answer = browser.get("/", headers={"Host": "evil.example"})

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Arvika" not in answer.text


@pytest.mark.parametrize("path", ["/", "/letter", "/changes"])
def test_the_policy_lets_nothing_in_from_elsewhere(browser: Browser, path: str) -> None:
    with browser.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert not re.search(r"https?:|\*", policy)


def test_no_script_can_run_in_a_letter(browser: Browser) -> None:
    assert "script-src" not in browser.get("/letter").headers["Content-Security-Policy"]
    [sandbox] = re.findall(r'sandbox="([^"]*)"', browser.get("/").text)

    assert "allow-scripts" not in sandbox


def test_nothing_is_kept_in_the_browser(browser: Browser) -> None:
    assert browser.get("/letter").headers["Cache-Control"] == "no-store"

"""The server behind the page: real sockets, a real command, Ctrl-C."""

import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from newsletter.model.diagnostics import Refused
from newsletter.web import address, create_app, listen, serve
from newsletter.web import server as server_module

pytestmark = pytest.mark.slow

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def _served(app: Flask, faults: list[Exception]) -> Iterator[str]:
    server = listen(app, None)
    thread = threading.Thread(target=serve, args=(server, faults.append))
    thread.start()
    try:
        yield address(server)
    finally:
        server.shutdown()
        thread.join()


def test_the_page_is_served_on_loopback_alone(workspace: Path) -> None:
    with _served(create_app(workspace, "2026-q3"), []) as url, OPENER.open(url) as answer:
        assert url.startswith("http://127.0.0.1:")
        assert "Förhandsgranskning" in answer.read().decode()


def test_a_fault_is_told_to_whoever_serves_and_the_page_says_500(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    app, fault = create_app(workspace, "2026-q3"), ZeroDivisionError("seeded")

    @app.get("/seeded")
    def seeded() -> str:
        raise fault

    faults: list[Exception] = []
    with _served(app, faults) as url, pytest.raises(urllib.error.HTTPError) as answer:
        OPENER.open(f"http://127.0.0.1:{urlsplit(url).port}/seeded")
    answer.value.close()

    assert answer.value.code == 500
    assert faults == [fault]
    assert "Traceback" not in capfd.readouterr().err


def test_a_taken_port_is_refused_when_it_was_asked_for(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Refused) as refused:
        listen(create_app(workspace, "2026-q3"), taken.getsockname()[1])

    assert "--port" in refused.value.hint


def test_another_port_is_found_when_the_usual_one_is_taken(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(server_module, "USUAL_PORT", taken.getsockname()[1])
        server = listen(create_app(workspace, "2026-q3"), None)

    server.server_close()

    assert server.server_port not in (0, server_module.USUAL_PORT)


def _start(workspace: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from newsletter.cli import main; main()", "-C", str(workspace), "preview", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def test_the_command_prints_its_address_shows_the_newest_issue_and_ends_quietly_on_ctrl_c(workspace: Path) -> None:
    with _start(workspace) as process:
        assert process.stdout
        line = process.stdout.readline()
        url = next(word for word in line.split() if word.startswith("http")).rstrip(".")
        with OPENER.open(url) as answer:
            page = answer.read().decode()
        process.send_signal(signal.SIGINT)
        _rest, errors = process.communicate()

    assert "2026-q4" in page
    assert process.returncode == 0
    assert errors == ""


@pytest.mark.parametrize(("issue", "code", "words"), [("2027-q1", 1, "Hittar inte numret"), ("nonsense", 2, "nonsense")])
def test_an_unknown_issue_is_refused_before_anything_is_served(workspace: Path, issue: str, code: int, words: str) -> None:
    with _start(workspace, issue) as process:
        shown, errors = process.communicate()

    assert process.returncode == code
    assert shown == ""
    assert words in errors


def test_a_workspace_without_issues_says_what_to_do(workspace: Path) -> None:
    for path in (workspace / "issues").glob("*.yaml"):
        path.unlink()

    with _start(workspace) as process:
        _shown, errors = process.communicate()

    assert process.returncode == 1
    assert "newsletter new" in errors


def test_changes_are_told_while_the_page_is_open(workspace: Path) -> None:
    app = create_app(workspace, "2026-q3")
    with _served(app, []) as url, OPENER.open(f"{url}changes") as told:
        first = told.readline()
        assert told.readline() == b"\n"
        issue = workspace / "issues" / "2026-q3.yaml"
        issue.write_text(issue.read_text(encoding="utf-8") + "# mer\n", encoding="utf-8")
        then = told.readline()

    assert first.startswith(b"data: ")
    assert then.startswith(b"data: ")
    assert then != first


def test_whether_it_is_approved_is_read_from_the_log(workspace: Path) -> None:
    settings = workspace / "newsletter.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("target: 4", "target: 4\n    approvers: [{role: Gruppledare}]"), encoding="utf-8")

    with _start(workspace, "2026-q3") as process:
        assert process.stdout
        url = next(word for word in process.stdout.readline().split() if word.startswith("http")).rstrip(".")
        with OPENER.open(url) as answer:
            page = answer.read().decode()
        process.send_signal(signal.SIGINT)
        _rest, errors = process.communicate()

    assert "Inte godkänt än. Saknas: Gruppledare." in page
    assert errors == ""
    assert not (workspace / ".newsletter").exists()

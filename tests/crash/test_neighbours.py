"""What a mail server says of one addressee stops nobody else: neighbours who put the letter off, or refuse it, come last."""

from pathlib import Path

import pytest

from tests.crash.workshop import Workshop, Zygote, make_workspace
from tests.servers.smtp import SmtpServer


def words(shop: Workshop) -> str:
    return " ".join(shop.said.split())


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "w", 12)


def to(*numbers: int) -> list[str]:
    return [f"kim{number}@x{number}.example" for number in numbers]


@pytest.mark.parametrize(
    ("said", "code"),
    [("450 4.2.0 Greylisted", 3), ("452 4.2.2 Mailbox full", 3), ("550 5.1.1 No such user", 3)],
    ids=["put off", "full", "refused"],
)
def test_neighbours_that_say_no_stop_nobody(directory: Path, zygote: Zygote, said: str, code: int) -> None:
    with SmtpServer(refused=dict.fromkeys(to(0, 1, 2, 3), said)) as server:
        shop = Workshop(directory, server, zygote, "sqlite:log.sqlite3", 12)
        assert shop.run() == code, shop.said
        assert server.counts == dict.fromkeys(to(*range(4, 12)), 1)
        assert "anrop i rad" not in words(shop)
        assert all(f"Föreningen F{number}." in words(shop) for number in range(4))
        if said.startswith("4"):
            assert said in words(shop)
            assert "samma kommando igen för att skicka" not in words(shop)


def test_those_who_were_put_off_go_after_every_letter_not_yet_tried(directory: Path, zygote: Zygote) -> None:
    with SmtpServer(refused=dict.fromkeys(to(0, 1), "450 4.2.0 Greylisted")) as server:
        shop = Workshop(directory, server, zygote, "sqlite:log.sqlite3", 12)
        shop.options = ("--only", "f0", "--only", "f1", "--only", "f2")
        assert shop.run() == 3
        server.refused.clear()
        shop.options = ()
        assert shop.run() == 0, shop.said
        assert [letter.recipients[0] for letter in server.ledger][-2:] == to(0, 1)
        shop.judge(shop.finish())


def test_a_server_that_takes_letters_from_nobody_here_ends_the_run(directory: Path, zygote: Zygote) -> None:
    """A policy (5.7.x, RFC 3463 3.8) is about us, and every addressee would be marked as refused by it."""
    with SmtpServer(refused=dict.fromkeys(to(*range(12)), "554 5.7.1 Relay access denied")) as server:
        shop = Workshop(directory, server, zygote, "sqlite:log.sqlite3", 12)
        assert shop.run() == 3
        assert "3 anrop i rad" in words(shop)

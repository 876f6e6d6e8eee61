"""Letters as files: what a rehearsal writes, and what it never replaces."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newsletter.delivery.outgoing.batch import Batch, Envelope
from newsletter.delivery.transports.outbox import MARKER, Outbox, file_name
from newsletter.model.deliveries import Status
from newsletter.model.diagnostics import Refused
from tests.contract.letters import LETTER, PLAIN, SENDER, batch, envelope


def rehearse(folder: Path, *batches: Batch) -> Path:
    outbox = Outbox(folder, "2026-q3")
    for one in batches:
        assert outbox.send(one).outcomes[0].status is Status.ACCEPTED
    outbox.close()
    return folder / "2026-q3"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def links(page: Path) -> list[str]:
    parser = Links()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


def test_each_letter_is_a_file_named_by_association_and_number(tmp_path: Path) -> None:
    second = Batch(SENDER, PLAIN, (envelope(1, "kassor@forening.example")._replace(number=2),))
    folder = rehearse(tmp_path, batch(1), second, batch(2))
    assert {name for name in names(folder) if name.endswith(".eml")} == {
        *("forening-1-1.eml", "forening-1-2.eml", "forening-2-1.eml")
    }
    message = message_from_bytes((folder / "forening-1-2.eml").read_bytes(), policy=policy.default)
    assert message["To"].addresses[0].addr_spec == "kassor@forening.example"


def test_the_list_names_associations_in_swedish_order_and_says_what_is_approved(tmp_path: Path) -> None:
    outbox = Outbox(
        tmp_path, "2026-q3", {"forening-1": "Vänsterpartiet Årjäng", "forening-2": "Vänsterpartiet Säffle"}, "Ej godkänt."
    )
    for one in (batch(1), batch(2), batch(3)):
        outbox.send(one)
    outbox.close()
    page = (tmp_path / "2026-q3" / "index.html").read_text(encoding="utf-8")

    assert re.findall(r"<b>([^<]+)</b>", page) == ["forening-3", "Vänsterpartiet Säffle", "Vänsterpartiet Årjäng"]
    assert "Ej godkänt.</p>" in page


def test_the_list_shows_every_letter_from_files_that_exist(tmp_path: Path) -> None:
    folder = rehearse(tmp_path, batch(1), batch(2), batch(3, letter=PLAIN))
    found = links(folder / "index.html")
    assert {link for link in found if link.endswith(".eml")} == {f"forening-{number}-1.eml" for number in (1, 2, 3)}
    assert all((folder / link).is_file() for link in found)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert LETTER.subject in page
    assert "sandbox=" in page
    assert "<script" not in page


def test_equal_letters_share_one_view_whose_images_are_there(tmp_path: Path) -> None:
    folder = rehearse(tmp_path, batch(1), batch(2), batch(3, letter=PLAIN))
    html = [path for path in (folder / "visa").glob("*.html") if not path.name.endswith("-text.html")]
    assert len(html) == 1
    assert "cid:" not in html[0].read_text(encoding="utf-8")
    assert all((html[0].parent / link).is_file() for link in links(html[0]))


def test_a_hostile_letter_cannot_break_out_of_the_list(tmp_path: Path) -> None:
    hostile = replace(LETTER, subject='"><script>alert(1)</script>', text="</pre><script>alert(1)</script>")
    folder = rehearse(tmp_path, batch(1, letter=hostile))
    pages = [folder / "index.html", *(folder / "visa").glob("*-text.html")]
    assert all("<script" not in page.read_text(encoding="utf-8") for page in pages)


def test_a_rehearsal_replaces_the_last_one_of_the_same_issue_whole(tmp_path: Path) -> None:
    (tmp_path / "2026-q2").mkdir()
    rehearse(tmp_path, batch(1), batch(2))
    folder = rehearse(tmp_path, batch(3))
    assert {name for name in names(folder) if name.endswith(".eml")} == {"forening-3-1.eml"}
    assert names(tmp_path) == {"2026-q2", "2026-q3"}


def test_nothing_is_replaced_before_the_first_letter(tmp_path: Path) -> None:
    folder = rehearse(tmp_path, batch(1))
    Outbox(tmp_path, "2026-q3").close()
    assert "forening-1-1.eml" in names(folder)


def test_a_rehearsal_that_was_cut_short_is_replaced_too(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, "2026-q3")
    outbox.send(batch(1))
    (tmp_path / "2026-q3" / ".forening-2-1.eml.tmp").write_bytes(b"half a letter")
    assert "forening-3-1.eml" in names(rehearse(tmp_path, batch(3)))


@pytest.mark.parametrize("foreign", ["dagbok.docx", "forening-1-1.eml", "index.html"])
def test_a_folder_without_our_mark_is_not_touched(foreign: str, tmp_path: Path) -> None:
    (tmp_path / "2026-q3").mkdir()
    (tmp_path / "2026-q3" / foreign).write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=re.escape(foreign)):
        Outbox(tmp_path, "2026-q3")


def test_a_file_put_among_the_letters_is_not_lost(tmp_path: Path) -> None:
    folder = rehearse(tmp_path, batch(1))
    (folder / "anteckningar.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="anteckningar"):
        Outbox(tmp_path, "2026-q3")


@pytest.mark.parametrize("litter", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_systems_leave_in_folders_is_no_hindrance(litter: str, tmp_path: Path) -> None:
    folder = rehearse(tmp_path, batch(1))
    (folder / litter).write_bytes(b"")
    rehearse(tmp_path, batch(2))


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "2026-q3").mkdir()
    assert MARKER in names(rehearse(tmp_path, batch(1)))


@pytest.mark.parametrize("path", ["outbox", "outbox/2026-q3"])
def test_a_file_where_the_folder_should_be_is_refused(path: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        Outbox(tmp_path / "outbox", "2026-q3")


@pytest.mark.parametrize("association", ["con", "nul", "a" * 400, "a", "a-1"])
def test_file_names_are_safe_on_every_system(association: str) -> None:
    name = file_name(envelope(1)._replace(association_id=association))
    assert re.fullmatch(r"[a-z0-9-]{1,150}\.eml", name)
    assert name.partition(".")[0] not in {"con", "nul", "aux", "prn"}


@pytest.mark.parametrize(("length", "is_whole"), [(100, True), (101, False)])
def test_beyond_100_signs_an_association_s_id_is_shortened(length: int, is_whole: bool) -> None:
    name = file_name(envelope(1)._replace(association_id="a" * length))
    assert (name == f"{'a' * length}-1.eml") is is_whole


def test_different_addressees_have_different_files() -> None:
    def named(association: str, number: int) -> str:
        one: Envelope = envelope(1)._replace(association_id=association, number=number)
        return file_name(one)

    assert len({named("a", 1), named("a", 2), named("a-1", 1), named("a" * 400, 1), named("a" * 401, 1)}) == 5

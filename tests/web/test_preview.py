"""What the editor sees: the letter as an association gets it, or what is wrong with the files."""

import re
from html import unescape
from pathlib import Path

import pytest

from newsletter.web.sight import Sight, look
from tests.web.conftest import Browser, client

SCRIPT = "<script>alert(1)</script>"


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def issue(workspace: Path) -> Path:
    return workspace / "issues" / "2026-q3.yaml"


def test_the_page_shows_the_inbox_line_and_frames_the_letter(browser: Browser) -> None:
    page = browser.get("/").text

    for program in ("gmail", "outlook", "iphone"):
        inbox = page.partition(f'class="inbox {program}"')[2].partition("</figure>")[0]
        assert "Vänsterpartiets regiongrupp i Värmland" in inbox
        assert "Regiongruppens rapport inför valet: så pratar vi regionpolitik" in inbox
        assert "Fem punkter ur valplattformen" in inbox
    assert re.search(r'<iframe[^>]*/letter\?[^"]*reader=arvika-1', page)


def test_nothing_on_the_page_can_send(browser: Browser) -> None:
    page = browser.get("/").text

    assert 'method="post"' not in page.lower()
    assert "Härifrån skickas ingenting." in page


@pytest.mark.parametrize(
    "reader, greeting",
    [
        ("karlstad-2", "Hej Hugo och alla som knackar dörr"),
        ("storfors", "Hej Kaisa och Lars-Ove och alla som knackar dörr"),
        ("grums", "Hej partivänner!"),
        ("nobody", "Hej Kerstin och alla som knackar dörr"),
    ],
    ids=["second contact", "shared address", "no name", "unknown: the first"],
)
@pytest.mark.parametrize("path", ["/letter", "/?show=text"])
def test_slots_are_filled_as_for_the_chosen_association(browser: Browser, path: str, reader: str, greeting: str) -> None:
    letter = " ".join(unescape(browser.get(f"{path}{'&' if '?' in path else '?'}reader={reader}").text).split())

    assert greeting in letter
    assert "{contact}" not in letter


def test_pictures_are_shown_without_asking_for_anything(browser: Browser) -> None:
    letter = browser.get("/letter").text

    assert 'src="data:image/' in letter
    assert 'src="cid:' not in letter


def test_links_open_in_windows_of_their_own(browser: Browser) -> None:
    assert '<base target="_blank" />' in browser.get("/letter").text


def test_a_contact_that_wants_plain_text_is_shown_plain_text(browser: Browser) -> None:
    page = browser.get("/", query_string={"reader": "torsby", "show": "letter"}).text

    assert "Den här kontakten får bara ren text." in page
    assert "<iframe" not in page
    assert "Hej Åke och alla som knackar dörr" in " ".join(page.split())
    assert browser.get("/letter", query_string={"reader": "torsby"}).status_code == 404


def _chosen(page: str, group: str) -> str:
    (value,) = re.findall(rf'name="{group}" value="([a-z]+)" checked', page)
    return str(value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "value"),
    [
        *(("show", value) for value in ("letter", "text", "print", "source", "yaml")),
        *(("width", value) for value in ("desktop", "tablet", "phone")),
        *(("colours", value) for value in ("light", "dark", "forced")),
        *((group, value) for group in ("images", "styles") for value in ("on", "off")),
    ],
)
def test_every_way_of_showing_can_be_chosen(browser: Browser, group: str, value: str) -> None:
    page = browser.get("/", query_string={group: value, "reader": "kil"}).text

    assert _chosen(page, group) == value
    assert re.search(r'<option value="kil-1" selected>', page)
    assert ("<iframe" in page) == (value not in ("text", "source", "yaml"))


@pytest.mark.slow
def test_the_source_and_the_yaml_are_shown_as_text(browser: Browser) -> None:
    source = unescape(browser.get("/?show=source").text)
    yaml = unescape(browser.get("/?show=yaml").text)

    assert "<!doctype html><html lang=" in source.lower().partition("<pre")[2].replace("\n", "")
    assert "title: Tio dagar kvar – så pratar vi regionpolitik" in yaml


def test_another_issue_can_be_chosen(browser: Browser) -> None:
    page = browser.get("/?issue=2026-q1").text

    assert "<option selected>2026-q1</option>" in page
    assert "2026-q1" in page.partition("<title>")[2].partition("</title>")[0]
    assert "<option selected>2026-q3</option>" in browser.get("/?issue=../secret").text


@pytest.mark.slow
@pytest.mark.parametrize("key", ["width", "show", "reader", "colours", "images", "styles", "issue", "file", "line"])
def test_the_page_s_own_address_cannot_put_anything_into_it(browser: Browser, key: str) -> None:
    answer = browser.get("/", query_string={key: SCRIPT})

    assert answer.status_code == 200
    assert "alert(1)" not in answer.text


def test_broken_yaml_shows_its_diagnostics_in_place_of_the_letter(browser: Browser, issue: Path) -> None:
    _change(issue, "date: 2026-09-03", "date: 2026-09-33")

    page = browser.get("/").text

    assert "issues/2026-q3.yaml:9:7" in page
    assert "”2026-09-33” är inte ett datum." in page
    assert "<strong>date: <mark>2026-09-33</mark></strong>" in page
    assert "<iframe" not in page
    assert browser.get("/letter").status_code == 404


@pytest.mark.slow
def test_a_warning_stands_beside_the_letter(browser: Browser, issue: Path) -> None:
    _change(issue, "title: Tio dagar kvar – så pratar vi regionpolitik", "title: TIO DAGAR KVAR TILL VALET")

    page = browser.get("/").text

    assert "”TIO DAGAR KVAR TILL VALET” är skrivet med versaler." in page
    assert "<iframe" in page


def test_other_issues_faults_do_not_disturb(browser: Browser, workspace: Path) -> None:
    _change(workspace / "issues" / "2026-q1.yaml", "date: 2026-03-26", "date: igår")

    page = browser.get("/").text

    assert "<iframe" in page
    assert "issues/2026-q1" not in page


def test_a_register_without_anybody_to_write_to_is_told(browser: Browser, workspace: Path) -> None:
    (workspace / "recipients.yaml").write_text(
        "recipients:\n  - id: kil\n    name: Vänsterpartiet Kil\n    municipality: Kil\n    active: nej\n", encoding="utf-8"
    )

    assert "ingen förening i recipients.yaml har en aktiv kontakt" in browser.get("/").text


def test_an_issue_that_is_taken_away_is_told(browser: Browser, issue: Path) -> None:
    issue.unlink()

    assert "Hittar inte numret 2026-q3" in browser.get("/").text
    assert browser.get("/letter").status_code == 404


@pytest.mark.parametrize("path", ["/", "/?show=text", "/?show=source", "/?show=yaml", "/letter", "/letter?reader=kil"])
def test_hostile_text_is_shown_as_text(browser: Browser, workspace: Path, issue: Path, path: str) -> None:
    _change(issue, "title: Tio dagar kvar – så pratar vi regionpolitik", f"title: Val {SCRIPT} {{{{ 7*7 }}}}")
    _change(issue, "preview: Fem punkter", "preview: '\"><img src=x onerror=alert(2)>' # ")
    _change(workspace / "recipients.yaml", "name: Stefan Fryklund-Apell", f"name: {SCRIPT}")

    answer = browser.get(path)

    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    assert answer.text.count("<script") == (path.startswith("/?") or path == "/")
    assert "<img src=x" not in answer.text
    assert "Val 49" not in answer.text


def test_what_is_saved_is_what_is_shown(browser: Browser, issue: Path) -> None:
    browser.get("/letter")
    _change(issue, "Regionpolitiken på fem rader", "Regionpolitiken på sju rader")

    assert "sju rader" in unescape(browser.get("/letter").text).replace("\u00a0", " ")


@pytest.mark.slow
def test_the_page_speaks_english_when_asked(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLETTER_LANG", "en")

    assert '<html lang="en"' in client(workspace).get("/").text


def test_a_click_leads_to_the_line_and_to_the_editor(browser: Browser, workspace: Path, issue: Path) -> None:
    _change(issue, "date: 2026-09-03", "date: 2026-09-33")

    page = unescape(browser.get("/").text)
    (way,) = re.findall(r'class="place" href="/[^/]+(/[^"]*)"', page)
    shown = browser.get(way.partition("#")[0]).text

    assert way.endswith("#L9")
    assert '<span id="L9" class="line meant" tabindex="-1"><span class="number">9</span>date: <mark>2026-09-33</mark>' in shown
    assert f'href="vscode://file/{issue.as_posix().lstrip("/")}:9:7"' in page


@pytest.mark.parametrize("file", ["../../etc/passwd", "/etc/passwd", ".env", "issues/../.env", "newsletter.yaml"])
def test_only_files_that_letters_are_made_of_are_shown(browser: Browser, workspace: Path, file: str) -> None:
    (workspace / ".env").write_text("SENDGRID_API_KEY=hemlig\n", encoding="utf-8")

    page = browser.get("/", query_string={"show": "yaml", "file": file}).text

    assert "hemlig" not in page
    assert "root:" not in page
    assert ("organisation:" in page) == (file == "newsletter.yaml")


def test_the_size_is_held_against_gmail_s(browser: Browser, workspace: Path) -> None:
    page = browser.get("/").text
    (value,) = re.findall(r'<meter [^>]*max="102000"[^>]*value="(\d+)"', page)
    content = look(workspace, "2026-q3").content

    assert content
    assert int(value) == sum(len(part.encode()) for part in content.html if isinstance(part, str))


def test_what_is_said_of_approval_stands_on_the_page(workspace: Path) -> None:
    asked: list[str] = []

    def approval(issue: str, sight: Sight) -> str:
        asked.append(f"{issue} {sight.content.digest if sight.content else ''}")
        return "Godkänt av Tuva & Mattis."

    page = client(workspace, approval=approval).get("/").text

    assert "Godkänt av Tuva &amp; Mattis." in page
    assert len(asked[0]) > len("2026-q3 ") + 32


def test_a_screen_reader_is_told_what_has_become_of_it(browser: Browser, issue: Path) -> None:
    assert 'role="status" data-said="Brevet är uppdaterat."' in browser.get("/").text
    _change(issue, "date: 2026-09-03", "date: 2026-09-33")
    assert 'role="status" data-said="1 fel hindrar brevet."' in browser.get("/").text


def test_an_issue_that_is_broken_for_a_while_is_shown_again(browser: Browser, issue: Path) -> None:
    _change(issue, "date: 2026-09-03", "date: 2026-09-33")
    assert "<iframe" not in browser.get("/").text
    _change(issue, "date: 2026-09-33", "date: 2026-09-03")

    assert "<iframe" in browser.get("/").text

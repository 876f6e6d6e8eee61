"""What the editor sees: the letter as an association gets it, or what is wrong with the files."""

from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from newsletter.web.sight import version
from tests.web.conftest import client

SCRIPT = "<script>alert(1)</script>"


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def issue(workspace: Path) -> Path:
    return workspace / "issues" / "2026-q3.yaml"


def test_the_page_shows_the_inbox_line_and_frames_the_letter(browser: FlaskClient) -> None:
    page = browser.get("/").text

    assert "<strong>Regiongruppens rapport inför valet: så pratar vi regionpolitik</strong>" in page
    assert "Fem punkter ur valplattformen" in page
    assert 'src="/letter?reader=arvika-1"' in page


def test_nothing_on_the_page_can_send(browser: FlaskClient) -> None:
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
@pytest.mark.parametrize("path", ["/letter", "/?edition=text"])
def test_slots_are_filled_as_for_the_chosen_association(browser: FlaskClient, path: str, reader: str, greeting: str) -> None:
    letter = " ".join(unescape(browser.get(f"{path}{'&' if '?' in path else '?'}reader={reader}").text).split())

    assert greeting in letter
    assert "{contact}" not in letter


def test_pictures_are_shown_without_asking_for_anything(browser: FlaskClient) -> None:
    letter = browser.get("/letter").text

    assert 'src="data:image/' in letter
    assert 'src="cid:' not in letter


def test_links_open_in_windows_of_their_own(browser: FlaskClient) -> None:
    assert '<base target="_blank" />' in browser.get("/letter").text


def test_a_contact_that_wants_plain_text_is_shown_plain_text(browser: FlaskClient) -> None:
    page = browser.get("/", query_string={"reader": "torsby", "edition": "html"}).text

    assert "Den här kontakten får bara ren text." in page
    assert "<iframe" not in page
    assert "Hej Åke och alla som knackar dörr" in " ".join(page.split())
    assert browser.get("/letter", query_string={"reader": "torsby"}).status_code == 404


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("edition", ["html", "text"])
def test_width_and_edition_follow_the_buttons(browser: FlaskClient, width: str, edition: str) -> None:
    page = browser.get("/", query_string={"width": width, "edition": edition}).text

    assert f'value="{width}" aria-pressed="true"' in page
    assert f'value="{edition}" aria-pressed="true"' in page
    assert ("<iframe" in page) == (edition == "html")


@pytest.mark.parametrize("query", [{"width": SCRIPT}, {"edition": SCRIPT}, {"reader": SCRIPT}], ids=str)
def test_the_page_s_own_address_cannot_put_anything_into_it(browser: FlaskClient, query: dict[str, str]) -> None:
    answer = browser.get("/", query_string=query)

    assert answer.status_code == 200
    assert "alert(1)" not in answer.text


def test_broken_yaml_shows_its_diagnostics_in_place_of_the_letter(browser: FlaskClient, issue: Path) -> None:
    _change(issue, "date: 2026-09-03", "date: 2026-09-33")

    page = browser.get("/").text

    assert "issues/2026-q3.yaml:9:7" in page
    assert "”2026-09-33” är inte ett datum." in page
    assert "<pre>date: 2026-09-33</pre>" in page
    assert "<iframe" not in page
    assert browser.get("/letter").status_code == 404


def test_a_warning_stands_beside_the_letter(browser: FlaskClient, issue: Path) -> None:
    _change(issue, "title: Tio dagar kvar – så pratar vi regionpolitik", "title: TIO DAGAR KVAR TILL VALET")

    page = browser.get("/").text

    assert "”TIO DAGAR KVAR TILL VALET” är skrivet med versaler." in page
    assert "<iframe" in page


def test_other_issues_faults_do_not_disturb(browser: FlaskClient, workspace: Path) -> None:
    _change(workspace / "issues" / "2026-q1.yaml", "date: 2026-03-26", "date: igår")

    page = browser.get("/").text

    assert "<iframe" in page
    assert "2026-q1" not in page


def test_a_register_without_anybody_to_write_to_is_told(browser: FlaskClient, workspace: Path) -> None:
    (workspace / "recipients.yaml").write_text(
        "recipients:\n  - id: kil\n    name: Vänsterpartiet Kil\n    municipality: Kil\n    active: nej\n", encoding="utf-8"
    )

    assert "ingen förening i recipients.yaml har en aktiv kontakt" in browser.get("/").text


def test_an_issue_that_is_taken_away_is_told(browser: FlaskClient, issue: Path) -> None:
    issue.unlink()

    assert "Hittar inte numret 2026-q3" in browser.get("/").text
    assert browser.get("/letter").status_code == 404


@pytest.mark.parametrize("path", ["/", "/?edition=text", "/letter", "/letter?reader=kil"])
def test_hostile_text_is_shown_as_text(browser: FlaskClient, workspace: Path, issue: Path, path: str) -> None:
    _change(issue, "title: Tio dagar kvar – så pratar vi regionpolitik", f"title: Val {SCRIPT} {{{{ 7*7 }}}}")
    _change(issue, "preview: Fem punkter", "preview: '\"><img src=x onerror=alert(2)>' # ")
    _change(workspace / "recipients.yaml", "name: Stefan Fryklund-Apell", f"name: {SCRIPT}")

    answer = browser.get(path)

    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    assert "<img src=x" not in answer.text
    assert "Val 49" not in answer.text


def test_the_version_changes_with_the_files_and_only_with_them(browser: FlaskClient, workspace: Path, issue: Path) -> None:
    seen = [browser.get("/version").text]
    assert browser.get("/version").text == seen[0]
    assert f'data-version="{seen[0]}"' in browser.get("/").text

    _change(issue, "Tio dagar kvar", "Nio dagar kvar")
    seen.append(version(workspace))
    (workspace / "templates").mkdir()
    (workspace / "templates" / "_dark.css.j2").write_text("", encoding="utf-8")
    seen.append(version(workspace))
    (workspace / "templates" / "_dark.css.j2").unlink()
    (workspace / "issues" / "images" / "2026-q3-turne.jpg").unlink()
    seen.append(version(workspace))
    _change(workspace / "recipients.yaml", "Roger Uddeholt", "Rut Uddeholt")
    seen.append(version(workspace))

    assert len(set(seen)) == len(seen)


def test_what_is_saved_is_what_is_shown(browser: FlaskClient, issue: Path) -> None:
    browser.get("/letter")
    _change(issue, "Regionpolitiken på fem rader", "Regionpolitiken på sju rader")

    assert "sju rader" in unescape(browser.get("/letter").text).replace("\u00a0", " ")


def test_the_page_speaks_english_when_asked(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLETTER_LANG", "en")

    assert '<html lang="en"' in client(workspace).get("/").text

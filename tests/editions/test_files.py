"""What ``render`` writes besides a letter: every fact of the issue is in each, for all kinds."""

import re
from html import unescape
from pathlib import Path

import pytest
from lxml.html import fromstring

from newsletter.editions.files import CALENDAR, common_files, notice_board
from newsletter.letter.templates import FORWARDED
from newsletter.model.diagnostics import Invalid
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from newsletter.source import read
from tests.conftest import ROOT
from tests.editions.conftest import missing, unsaid
from tests.letter.conftest import SAMPLES


def read_page(html: str) -> str:
    """Texts and what a link, a picture and the printed address say."""
    body = fromstring(html).find("body")
    for hidden in body.xpath("//style | //comment() | //*[@aria-hidden='true']"):
        hidden.drop_tree()
    alternative = " ".join([*body.xpath("//img/@alt"), *body.xpath("//a/@href")])
    return f"{' '.join(body.itertext())} {alternative}"


@pytest.fixture(scope="module")
def files(full: Issue, settings: Settings) -> dict[str, bytes | None]:
    return common_files("2026-q3-allt", full, settings, ROOT)


def text_of(files: dict[str, bytes | None], ending: str) -> str:
    content = files[ending]
    assert content is not None
    return content.decode()


def test_every_fact_is_in_the_copy_to_forward(files: dict[str, bytes | None], full: Issue) -> None:
    text = text_of(files, "-vidarebefordra.txt")
    page = read_page(text_of(files, "-vidarebefordra.html"))

    assert missing(text) == []
    assert unsaid(text) == []
    assert missing(f"{full.preview} {page}") == []  # which an inbox shows
    assert unsaid(page) == []


@pytest.mark.parametrize("large", [False, True], ids=["common", "large"])
def test_every_fact_is_on_paper(full: Issue, settings: Settings, *, large: bool) -> None:
    page = read_page(notice_board(full, settings, ROOT, large=large))

    assert missing(page) == []
    assert unsaid(page) == []


@pytest.mark.parametrize("issue_id", SAMPLES)
def test_the_copy_greets_nobody_and_opts_nobody_out(issue_id: str, settings: Settings) -> None:
    issue = read(ROOT, [issue_id]).issue(issue_id).issue
    files = common_files(issue_id, issue, settings, ROOT)

    for ending in ("-vidarebefordra.html", "-vidarebefordra.txt"):
        copy = " ".join(unescape(text_of(files, ending)).replace("\u00a0", " ").split())
        assert FORWARDED in copy
        for personal in ("Avregistrera", "kontaktpersonerna", "Hej ", "{contact}", "ny kontaktperson", "cid:", "\ufdd0"):
            assert personal not in copy


def test_paper_greets_nobody_either(full: Issue, settings: Settings) -> None:
    page = notice_board(full, settings, ROOT)

    assert not re.search(r"Avregistrera|Hej |\{contact\}|\ufdd0", page)
    assert "cid:" not in page


def test_an_address_that_can_be_read_is_not_printed_twice(full: Issue, settings: Settings) -> None:
    page = notice_board(full, settings, ROOT)

    assert '<a class="address" href="mailto:svar@example.org">svar@example.org</a>' in page
    assert '<a class="address" href="https://example.org/bar">' in page


def test_short_texts_are_what_is_pasted_and_nothing_else(
    files: dict[str, bytes | None], full: Issue, settings: Settings
) -> None:
    assert text_of(files, "-vidarebefordra-kort.txt") == (
        'Delningstext "rak" - så här ...\n\nAndra delningsraden.\n\nhttps://example.org/dela\n'
    )
    share = next(section for section in full.sections if section.kind == "share")
    two = full.model_copy(update={"sections": (share, share.model_copy(update={"text": "Kort.", "url": None}))})

    pasted = text_of(common_files("2026-q3", two, settings, ROOT), "-vidarebefordra-kort.txt")

    assert pasted.endswith("https://example.org/dela\n\n- - - - -\n\nKort.\n")


def test_an_issue_without_dates_or_texts_to_share_has_no_such_files(full: Issue, settings: Settings) -> None:
    bare = full.model_copy(update={"sections": tuple(one for one in full.sections if one.kind == "links")})

    files = common_files("2026-q3", bare, settings, ROOT)

    assert files[CALENDAR] is None
    assert files["-vidarebefordra-kort.txt"] is None


def test_a_template_of_the_workspace_prints_its_own(workspace: Path, full: Issue, settings: Settings) -> None:
    own = workspace / "templates" / "print" / "links.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("<p>Våra egna länkar</p>\n", encoding="utf-8")

    assert "Våra egna länkar" in notice_board(full, settings, workspace)
    own.write_text("\n{{ nonsense }}\n", encoding="utf-8")
    with pytest.raises(Invalid) as fault:
        notice_board(full, settings, workspace)
    assert [(one.file, one.line) for one in fault.value.diagnostics] == [("templates/print/links.html.j2", 2)]


def test_what_is_written_is_text_on_paper_too(full: Issue, settings: Settings) -> None:
    script = "<script>alert(1)</script>"
    hostile = full.model_copy(update={"title": script, "lead": script, "signature": script, "preview": f'">{script}'})

    assert script not in notice_board(hostile, settings, ROOT)

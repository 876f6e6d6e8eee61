"""What a member sends back from any mail program says what the member wrote, and nothing that the mail program added.

The files of ``answers/`` are one contribution, written by a member above, inside or below the form that is answered, as
seventeen mail programs and settings of language save it. The mail that is answered holds what must never reach a letter.
"""

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.model.contribution import Contribution
from newsletter.source import plan_of, read_settings
from newsletter.source.answers.blocks import Line, cut
from newsletter.source.answers.closings import is_closing
from newsletter.source.answers.decoding import decode_text
from newsletter.source.answers.html_lines import html_text
from newsletter.source.answers.mail import judge_form
from newsletter.source.judging import Judged
from tests.conftest import ROOT

ANSWERS = sorted((Path(__file__).parent / "answers").iterdir())
NEVER = (
    "privat.example", "Berätta inte", "Malinsignatur", "070-174", "Fyll i", "skrev", "iPhone", "Puss", "Karin",
)  # fmt: skip
DECISION = {
    "board": "run",
    "date": "2026-11-12",
    "title": "Fler barnmorskor i Torsby",
    "outcome": "delvis bifall",
    "vote": "för",
    "text": "Mottagningen får två tjänster till.",
}
SAME = Contribution.model_validate({"by": "Malin Östby", "board": "run", "decisions": [DECISION]})
FILLED = """\
Namn: Malin Östby
Nämnd: run

Beslut
Datum: 2026-11-12
Ärende: Fler barnmorskor i Torsby
Utfall: delvis bifall
Röst: för
Text: Mottagningen får två tjänster till.
"""


def judge(path: Path) -> Judged[Contribution]:
    return judge_form(path, path.name, plan_of("2026-q4", read_settings(ROOT).settings))


def codes(judged: Judged[Contribution]) -> list[str]:
    return [one.code for one in judged.diagnostics if one.code != "unknown-member"]  # Malin is not in the sample's plan


def mailed(tmp_path: Path, content: bytes, *, head: str = "Content-Type: text/plain; charset=utf-8\n") -> Path:
    path = tmp_path / "svar.eml"
    path.write_bytes(b"From: Malin <malin@hemma.example>\nSubject: Sv\nMIME-Version: 1.0\n" + head.encode() + b"\n" + content)
    return path


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_an_answer_says_what_the_member_wrote_and_nothing_else(path: Path) -> None:
    judged = judge(path)

    assert [one.message for one in judged.diagnostics if one.is_error] == []
    assert judged.value == SAME
    assert [word for word in NEVER if word in repr(judged.value)] == []


@pytest.mark.parametrize("path", [one for one in ANSWERS if one.stem.endswith("okand")], ids=lambda path: path.stem)
def test_a_closing_that_is_not_known_is_told(path: Path) -> None:
    (told,) = [one for one in judge(path).diagnostics if one.code == "ending-left-out"]

    assert "Puss och heja / Malinsignatur" in told.message


def test_a_last_paragraph_that_ends_in_a_full_stop_is_text(tmp_path: Path) -> None:
    judged = judge(mailed(tmp_path, (FILLED + "\nDe börjar i mars.\n").encode()))

    assert judged.value is not None
    assert judged.value.decisions[0].text == "Mottagningen får två tjänster till.\n\nDe börjar i mars."
    assert codes(judged) == []


def test_a_form_filled_in_above_and_inside_is_for_the_editor_to_choose(tmp_path: Path) -> None:
    below = "\n".join(f"> {line}" for line in FILLED.replace("Torsby", "Hagfors").splitlines())
    judged = judge(mailed(tmp_path, f"{FILLED}\nDen 24 nov. 2026 kl. 07:40 skrev K <k@privat.example>:\n\n{below}\n".encode()))

    assert "answered-twice" in codes(judged)
    assert judged.value is None


def test_a_quoted_form_never_changes_the_board(tmp_path: Path) -> None:
    path = next(one for one in ANSWERS if one.stem == "gmail--ovanpa--ingen")

    assert b"N=C3=A4mnd: hsn" in path.read_bytes()  # in the quoted form
    judged = judge(path)
    assert judged.value is not None
    assert judged.value.board == "run"


@pytest.mark.parametrize(
    "line",
    [
        "Skriv till bertil@privat.example om det.",
        "Från: Karin Redaktör",
        "Karin skrev den 24 nov. 2026 kl. 07:40 <k@privat.example>:",
    ],
)
def test_whatever_the_shape_words_of_others_are_told_and_not_printed(tmp_path: Path, line: str) -> None:
    judged = judge(mailed(tmp_path, (FILLED.replace("Mottagningen", f"{line}\nMottagningen")).encode()))

    assert judged.value is None or "privat.example" not in repr(judged.value)
    assert judged.value is None or "Karin" not in repr(judged.value)


def test_the_members_own_address_is_no_one_elses(tmp_path: Path) -> None:
    judged = judge(mailed(tmp_path, FILLED.replace("till.", "till. Frågor till malin@hemma.example.").encode()))

    assert codes(judged) == []


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "cp1252"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("x-unknown", "utf-8"),
        ("windows-1252", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        (None, "utf-8"),
        (None, "cp1252"),
    ],
)
def test_the_letters_are_right_whatever_the_mail_says_of_its_character_set(
    tmp_path: Path, declared: str | None, encoding: str
) -> None:
    head = f"Content-Type: text/plain; charset={declared}\n" if declared else "Content-Type: text/plain\n"
    path = mailed(tmp_path, FILLED.encode(encoding), head=head + "Content-Transfer-Encoding: 8bit\n")

    assert judge(path).value == SAME


def test_utf16_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_bytes(FILLED.encode("utf-16"))

    assert judge(path).value == SAME


def test_bytes_that_no_set_explains_are_read_as_windows_does() -> None:
    assert decode_text("kostar 5 € – å".encode("cp1252"), "iso-8859-1") == "kostar 5 € – å"


@pytest.mark.parametrize(
    "written",
    [
        FILLED.replace("Nämnd:", "- Nämnd:").replace("Datum:", "• Datum:"),
        FILLED.replace("Nämnd:", "*Nämnd:*").replace("Datum:", "**Datum:**"),
        FILLED.replace("Nämnd: ", "Nämnd:\N{NO-BREAK SPACE}").replace("Datum", "\N{ZERO WIDTH SPACE}Datum"),
        FILLED.replace("\nUtfall", "\N{LINE SEPARATOR}Utfall").replace("\nRöst", "\x0bRöst"),
        FILLED.replace("ä", "a\u0308").replace("ö", "o\u0308").replace("Ä", "A\u0308").replace("Ö", "O\u0308"),
    ],
    ids=["list", "bold", "invisible", "word", "decomposed"],
)
def test_what_programs_do_to_labels_and_values_is_undone(tmp_path: Path, written: str) -> None:
    assert judge(mailed(tmp_path, written.encode(), head="Content-Type: text/plain; charset=utf-8\n")).value == SAME


@pytest.mark.parametrize(
    "link",
    [
        "<https://example.org/a>",
        "https://example.org/a<https://example.org/a>",
        "https://example.org/a <https://example.org/a>",
        "\nhttps://example.org/a",
    ],
)
def test_a_link_in_every_notation_is_one_address(tmp_path: Path, link: str) -> None:
    text = f"Namn: Malin\n\nMedier\nDatum: 2026-11-12\nTidning: NWT\nRubrik: Barnmorskor\nLänk: {link}\n"
    judged = judge(mailed(tmp_path, text.encode()))

    assert judged.value is not None
    assert str(judged.value.media[0].url) == "https://example.org/a"


def test_a_mail_of_several_texts_around_a_picture_is_one_message(tmp_path: Path) -> None:
    first, second = FILLED.split("Utfall", 1)
    message = EmailMessage()
    message["From"] = "Malin <malin@hemma.example>"
    message.set_content(first)
    message.make_mixed()
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="bild.png")
    message.attach(_inline("Utfall" + second))
    path = tmp_path / "svar.eml"
    path.write_bytes(bytes(message))

    judged = judge(path)
    assert judged.value == SAME
    assert ["bild.png" in one.message for one in judged.diagnostics if one.code == "mail-with-attachments"] == [True]


def _inline(text: str) -> EmailMessage:
    part = EmailMessage()
    part.set_content(text)
    return part


@pytest.mark.parametrize("plain", ["", "\n\n", "Se HTML.\n"])
def test_a_blank_or_stub_plain_text_is_passed_over_for_the_html(tmp_path: Path, plain: str) -> None:
    message = EmailMessage()
    message["From"] = "Malin <malin@hemma.example>"
    message.set_content(plain)
    attribution = "Den tis 24 nov. 2026 kl 07:40 skrev K &lt;k@privat.example&gt;:"
    quoted = f'<div class="gmail_attr">{attribution}</div><blockquote>Nämnd: hsn</blockquote>'
    rows = "".join(
        f"<div><b>{line}</b></div>" if line.endswith("Beslut") else f"<div>{line}</div>" for line in FILLED.splitlines()
    )
    message.add_alternative(f"<html><head><title>x</title></head><body>{rows}<br>{quoted}</body></html>", subtype="html")
    path = tmp_path / "svar.eml"
    path.write_bytes(bytes(message))

    assert judge(path).value == SAME


def test_html_that_is_quoted_gets_the_sign_of_quoting() -> None:
    lines = html_text("<p>Hej</p><blockquote type=cite><p>Gammalt<br>brev</p></blockquote>").split("\n")

    assert [line for line in lines if line] == ["Hej", "> Gammalt", "> brev"]


@pytest.mark.parametrize(
    "line",
    [
        "Mvh",
        "MVH Siv",
        "Bästa hälsningar",
        "Vänligen",
        "Hälsn Siv",
        "Allt gott!",
        "Kram",
        "//Siv",
        "/Siv",
        "--",
        "Ha det gott!",
        "Skickat från min iPhone",
    ],
)
def test_closings(line: str) -> None:
    assert is_closing(line)


@pytest.mark.parametrize(
    "line",
    [
        "Vänligen anmäl er senast fredag.",
        "Bästa tänkbara vård i Torsby.",
        "Hör av er!",
        "Kramar delas ut på torget.",
        "Allt gottgörs i januari.",
    ],
)
def test_sentences_that_begin_as_closings_do_are_text(line: str) -> None:
    assert not is_closing(line)


WORDS = st.text(alphabet="abcåäö ,.", min_size=1, max_size=30).filter(lambda text: text.strip() != "")


@given(own=st.lists(WORDS, max_size=6), quoted=st.lists(WORDS, min_size=1, max_size=6))
def test_nothing_quoted_is_ever_among_the_authors_lines(own: list[str], quoted: list[str]) -> None:
    lines: list[Line] = list(enumerate([*own, *(f"> {line}" for line in quoted)], 1))

    blocks = cut(lines)

    assert [text for _number, text in blocks.author] == own
    assert [number for number, _text in blocks.answered] == list(range(len(own) + 1, len(lines) + 1))


@given(
    lines=st.lists(st.one_of(WORDS, WORDS.map(lambda text: f"> {text}"), st.just(""), st.just("Från: K"), st.just("Till: M")))
)
def test_the_authors_lines_keep_their_order_and_their_numbers(lines: list[str]) -> None:
    numbered: list[Line] = list(enumerate(lines, 1))

    author = cut(numbered).author

    assert list(author) == sorted(author)
    assert set(author) <= set(numbered)
    assert not any(text.lstrip().startswith(">") for _number, text in author)


@pytest.mark.parametrize(
    "mail",
    [
        b"From: " + b"(" * 1200 + b"\n\nNamn: M\n",
        b"From: a@b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + b"QUJD" * 250_000,
        b"From: a@b\n\n" + b"den 2026-11-24 07:40 " * 20_000,
        b"From: a@b\nContent-Type: text/html\n\n" + b"<div>" * 20_000,
        b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 500,
        b"From: a@b\nContent-Type: text/html\n\n<![foo[Namn: M",
    ],
    ids=["parentheses", "base64", "dates", "html", "parts", "declaration"],
)
def test_a_mail_made_to_hurt_is_answered_with_a_sentence(tmp_path: Path, mail: bytes) -> None:
    path = tmp_path / "svar.eml"
    path.write_bytes(mail)

    judged = judge(path)

    assert judged.value is None or judged.value.is_empty


@pytest.mark.parametrize("text", [b"Namn: M\n" * 10_001, b"Namn: " + b"M" * 300_001], ids=["lines", "signs"])
@pytest.mark.parametrize("name", ["svar.eml", "svar.txt"])
def test_what_is_far_longer_than_a_form_is_not_taken_for_one(tmp_path: Path, name: str, text: bytes) -> None:
    (tmp_path / name).write_bytes((b"From: a@b\n\n" if name.endswith("eml") else b"") + text)

    assert codes(judge(tmp_path / name)) == ["too-big"]


@pytest.mark.parametrize("closing", ["Kör hårt!", "Må så gott.", "Pussar"])
def test_an_unknown_closing_takes_the_name_below_it_along(tmp_path: Path, closing: str) -> None:
    judged = judge(mailed(tmp_path, f"{FILLED}\n{closing}\nMalinsignatur\n070-174 06 88\n".encode()))

    assert judged.value == SAME
    assert "ending-left-out" in codes(judged)


def test_the_frame_of_zoho_mail_is_known(tmp_path: Path) -> None:
    frame = "---- On Thu, 12 Nov 2026 07:45:00 +0100 Karin <karin.hemma@privat.example> wrote ----"

    assert judge(mailed(tmp_path, f"{FILLED}\n{frame}\n\nBerätta inte för Bertil.\n".encode())).value == SAME


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<div>A</div><div>B</div>", ["A", "B"]),
        ("<div>A</div><div><br></div><div>B</div>", ["A", "", "B"]),
        ("<div>A<br></div><div>B</div>", ["A", "B"]),
        ("<p>A</p><p>B</p>", ["A", "", "B"]),
        ("<p class=MsoNormal>A</p><p class=MsoNormal>B<br>C</p>", ["A", "B", "C"]),
        ("<p class=MsoNormal>A</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>B</p>", ["A", "", "B"]),
        ('<p style="margin:0cm">A</p><p style="margin:0cm">B</p>', ["A", "B"]),
        ("A<ul><li>B</li><li><p>C</p></li></ul>D", ["A", "- B", "- C", "D"]),
        ("<ol><li>A</li><li>B</li></ol>", ["1. A", "2. B"]),
        ("<pre>A\nB  C</pre>D", ["A", "B  C", "D"]),
        ('<div style="white-space: pre-wrap">A\nB</div>', ["A", "B"]),
        ("<table><tr><td>A</td><td>B</td></tr></table>C", ["A", "B", "C"]),
        ("<b>A</b> <i>B</i>\n C", ["A B C"]),
        ("A<blockquote><p>B</p><p>C</p></blockquote>D", ["A", "> B", ">", "> C", "D"]),
        ("<style>p {}</style><script>x()</script>A<!-- B -->", ["A"]),
        ('<a href="https://example.org/a">här</a>', ["här<https://example.org/a>"]),
    ],
)
def test_html_has_the_lines_that_are_seen(html: str, lines: list[str]) -> None:
    assert html_text(html).strip("\n").split("\n") == lines


@pytest.mark.parametrize(
    "line", ["I går kl 7 skrev Bruno så här:", "Karin Redaktör skrev:", "Bertil wrote on Monday:", "Quoting Karin R:"]
)
def test_a_mail_that_is_cited_in_the_middle_is_an_error_that_says_what_to_do(tmp_path: Path, line: str) -> None:
    judged = judge(mailed(tmp_path, FILLED.replace("till.", f"till.\n\n{line}\nDet är en hemlighet.").encode()))

    (fault,) = [one for one in judged.diagnostics if one.code == "not-the-members-words"]
    assert judged.value is None
    assert (fault.line, line in fault.message) == (16, True)  # five lines of the mail's head, then the eleventh of the text
    assert "utan kolonet" in fault.hint


@pytest.mark.parametrize("line", ["Så här skrev vi i motionen:", "Jag skriver mer om det här:", "Vi vill:"])
def test_what_the_members_tell_of_themselves_is_text(tmp_path: Path, line: str) -> None:
    judged = judge(mailed(tmp_path, FILLED.replace("till.", f"till.\n\n{line}\nFler barnmorskor.").encode()))

    assert judged.value is not None
    assert line in str(judged.value.decisions[0].text)
    assert codes(judged) == []


def test_our_own_words_below_a_text_are_an_error_for_what_stands_between_may_be_another_s(tmp_path: Path) -> None:
    below = "Berätta inte för Bertil.\n\nBidrag till rapporten 2026-q4.\n\nNamn: Malin Östby\n"
    judged = judge(mailed(tmp_path, f"{FILLED}\n{below}".encode()))

    assert judged.value is None
    assert "not-the-members-words" in codes(judged)


@pytest.mark.parametrize(
    ("ending", "left_out"),
    [
        ("Pussar\nMalinsignatur", "Pussar / Malinsignatur"),
        ("Pussar!\n\nMalinsignatur\n\nOmbudsman", "Pussar! / Malinsignatur / Ombudsman"),
        ("Kör hårt,\n\nMalinsignatur", "Kör hårt, / Malinsignatur"),
    ],
)
def test_a_closing_that_is_not_known_is_told_whole_however_many_paragraphs(tmp_path: Path, ending: str, left_out: str) -> None:
    judged = judge(mailed(tmp_path, f"{FILLED}\n{ending}\n".encode()))

    assert judged.value == SAME
    assert [left_out in one.message for one in judged.diagnostics if one.code == "ending-left-out"] == [True]


def test_a_closing_below_a_short_field_goes_into_no_field(tmp_path: Path) -> None:
    text = "Namn: Malin\n\nKalender\nDatum: 2026-12-03\nRubrik: Möte\nPlats: Torsby\n\nPuss och heja\nMalinsignatur\n"
    judged = judge(mailed(tmp_path, text.encode()))

    assert judged.value is not None
    assert judged.value.calendar[0].place == "Torsby"
    assert [one.message for one in judged.diagnostics if one.code == "outside-fields"] == [
        "Det som står utanför fälten kommer inte med: 2 rader, ”Puss och heja / Malinsignatur”."
    ]


def test_fields_below_a_good_bye_are_told_with_their_lines(tmp_path: Path) -> None:
    text = f"{FILLED}\nMvh Malin\n\nPS. En sak till:\nKalender\nDatum: 2026-12-03\nRubrik: Möte\n"
    judged = judge(mailed(tmp_path, text.encode()))

    assert judged.value == SAME
    assert [("Datum: 2026-12-03" in one.message, one.code) for one in judged.diagnostics if one.code == "outside-fields"] == [
        (True, "outside-fields")
    ]


@pytest.mark.parametrize("rule", ["____________", "—", "-----", "=====", "*****"])
def test_a_line_of_signs_may_part_sections(tmp_path: Path, rule: str) -> None:
    visit = "Besök\nTyp: studiebesök\nDatum: 2026-11-05\nRubrik: Vårdcentralen\nPlats: Säffle\n"
    parted = judge(mailed(tmp_path, f"{FILLED}{rule}\n{visit}".encode()))

    assert parted.value is not None
    assert (len(parted.value.decisions), len(parted.value.visits)) == (1, 1)
    assert parted.value.decisions == SAME.decisions


def test_what_follows_a_line_of_signs_and_is_no_field_is_a_signature(tmp_path: Path) -> None:
    judged = judge(mailed(tmp_path, f"{FILLED}____________\nMalinsignatur\nTel: 070-174 06 88\n".encode()))

    assert (judged.value, codes(judged)) == (SAME, [])


def test_the_answer_to_a_field_may_be_a_heading_s_word_on_the_next_line(tmp_path: Path) -> None:
    text = "Namn: Malin Östby\n\nFörslag\nTyp:\nmotion\nRubrik:\nFler turer\nStatus:\ninlämnad\n"
    judged = judge(mailed(tmp_path, text.encode()))

    assert judged.value is not None
    assert [(one.type, one.title, one.status) for one in judged.value.proposals] == [("motion", "Fler turer", "inlämnad")]


def test_what_stands_a_blank_line_below_an_empty_field_is_no_answer_to_it(tmp_path: Path) -> None:
    text = f"{FILLED}\nKalender\nDatum: 2026-12-03\nRubrik: Möte\nPlats:\n\nSå mycket vet jag\nMalinsignatur\n"
    judged = judge(mailed(tmp_path, text.encode()))

    assert judged.value is not None
    assert judged.value.calendar[0].place is None
    assert codes(judged) == ["outside-fields"]


def test_a_table_of_bars_in_a_text_is_no_quotation(tmp_path: Path) -> None:
    table = "| År | Kr |\n| --- | --- |\n| 2026 | 5 |"
    judged = judge(mailed(tmp_path, FILLED.replace("till.", f"till.\n\n{table}\n\nDet räcker.").encode()))

    assert judged.value is not None
    assert table in str(judged.value.decisions[0].text)


def test_of_blank_lines_in_a_text_one_is_kept(tmp_path: Path) -> None:
    judged = judge(mailed(tmp_path, FILLED.replace("till.", "till.\n\n\n\nDet räcker.").encode()))

    assert judged.value is not None
    assert str(judged.value.decisions[0].text).endswith("till.\n\nDet räcker.")


@pytest.mark.parametrize(
    "line",
    [
        "Inget denna gång.",
        "INGET DENNA GÅNG!",
        "Nej, inget den här gången.",
        "Jag har tyvärr inget att rapportera denna gång.",
        "Tyvärr har jag ingenting nytt.",
        "Inget från mig den här gången /Malin",
        "☒ Inget denna gång",
        "Inget denna gång x",
        "Inget denna gång: x",
    ],
)
def test_that_there_is_nothing_to_tell_is_an_answer_in_a_sentence_too(tmp_path: Path, line: str) -> None:
    quoted = "\n".join(f"> {each}" for each in ("Inget denna gång:", "Beslut", "Datum:"))
    judged = judge(mailed(tmp_path, f"Hej Karin!\n\n{line}\n\nMvh Malin\n\n{quoted}\n".encode()))

    assert judged.value is not None
    assert (judged.value.nothing, judged.value.decisions, codes(judged)) == (True, (), [])


@pytest.mark.parametrize(
    "line", ["Inget", "Inget denna gång, men fråga Bertil.", "Inget nytt sjukhus byggs denna gång.", "Inget denna gång: nej"]
)
def test_what_says_more_than_that_is_no_such_answer(tmp_path: Path, line: str) -> None:
    judged = judge(mailed(tmp_path, f"{line}\n".encode()))

    assert judged.value is None or not judged.value.nothing


def test_in_a_text_such_a_sentence_is_text(tmp_path: Path) -> None:
    judged = judge(mailed(tmp_path, FILLED.replace("till.", "till.\nInget nytt.").encode()))

    assert judged.value is not None
    assert (judged.value.nothing, str(judged.value.decisions[0].text).endswith("Inget nytt.")) == (False, True)


@pytest.mark.parametrize(
    "signed", ["Malin", "/ Malin Ö", "Malin Östby\n070-174 06 88", "Kör hårt!\nMalin", "Hoppas det räcker\nMalin"]
)
@pytest.mark.parametrize("before", [FILLED, f"{FILLED}\nKalender\nDatum: 2026-12-03\nRubrik: Möte\nPlats: Torsby\n"])
def test_a_name_just_below_the_last_line_is_the_author_s(tmp_path: Path, before: str, signed: str) -> None:
    alone, judged = (judge(mailed(tmp_path, text.encode())).value for text in (before, f"{before}{signed}\n"))

    assert judged is not None
    assert judged == alone


def test_the_line_above_an_attribution_that_is_broken_anew_is_the_author_s(tmp_path: Path) -> None:
    frame = "Den tors 26 nov. 2026 kl 21:14 skrev Karin Redaktör <\nkarin.hemma@privat.example>:\n> Hej!"

    assert judge(mailed(tmp_path, f"{FILLED}{frame}\n".encode())).value == SAME
    assert judge(mailed(tmp_path, f"{FILLED}{frame.replace('<' + chr(10), '<')}\n".encode())).value == SAME


@pytest.mark.parametrize("heading", ["Besök", "Besök:", "*Motion*", "Fri text"])
def test_a_heading_with_unread_lines_under_it_is_an_error(tmp_path: Path, heading: str) -> None:
    judged = judge(mailed(tmp_path, f"{FILLED}\n{heading}\nVi var i Säffle och träffade personalen där.\n".encode()))

    (fault,) = [one for one in judged.diagnostics if one.is_error]
    assert (judged.value, fault.code, fault.line) == (None, "heading-unread", 17)
    assert "Vi var i Säffle" in fault.message


def test_items_inside_others_keep_their_place(tmp_path: Path) -> None:
    listed = "Ta med:\n\n   - nyckel\n     - även till källaren\n   - skor"
    judged = judge(mailed(tmp_path, FILLED.replace("till.", f"till.\n\n{listed}\n\nDet räcker.").encode()))

    assert judged.value is not None
    assert "- nyckel\n  - även till källaren\n- skor" in str(judged.value.decisions[0].text)


def test_above_a_good_bye_that_is_known_the_last_paragraph_is_text(tmp_path: Path) -> None:
    judged = judge(mailed(tmp_path, f"{FILLED}\nHeja barnmorskorna\n\nMvh Malin\n".encode()))

    assert judged.value is not None
    assert str(judged.value.decisions[0].text).endswith("Heja barnmorskorna")
    assert codes(judged) == []


def test_a_sentence_below_a_good_bye_is_told_and_left_out(tmp_path: Path) -> None:
    said = "Det viktigaste glömde jag: mottagningen öppnar den första mars."
    judged = judge(mailed(tmp_path, f"{FILLED}\nMvh Malin\n\n{said}\n".encode()))

    assert judged.value == SAME
    assert [said[:40] in one.message for one in judged.diagnostics if one.code == "ending-left-out"] == [True]

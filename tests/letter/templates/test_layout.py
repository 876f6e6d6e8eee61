"""What stands beside and around the sections of the HTML edition. A no-break space is ~ here."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from newsletter.letter.templates import layout
from newsletter.model.sections import Figure, Share


@pytest.mark.parametrize(
    ("first", "until", "mark"),
    [
        (date(2026, 4, 13), None, ("måndag", "13", "apr.")),
        (date(2026, 9, 13), date(2026, 9, 13), ("söndag", "13", "sept.")),
        (date(2026, 5, 23), date(2026, 5, 24), ("lör–sön", "23–24", "maj")),
        (date(2026, 8, 10), date(2026, 8, 14), ("mån–fre", "10–14", "aug.")),
        (date(2026, 4, 30), date(2026, 5, 2), ("tor–lör", "30", "apr.")),
        (date(2026, 6, 1), date(2026, 6, 30), ("", "1–30", "juni")),
    ],
)
def test_a_day_s_mark_has_weekday_day_and_month(first: date, until: date | None, mark: tuple[str, str, str]) -> None:
    assert (layout.weekday_mark(first, until), layout.day_mark(first, until), layout.month_mark(first)) == mark


def test_the_button_of_a_share_kit_opens_a_mail_with_its_text_and_nothing_else() -> None:
    kit = Share(kind="share", text='Bussen är "frihet".\n\nVi röstade nej & vann.', url="https://a.example/?x=1&y=å")

    link = urlsplit(layout.share_mail(kit, "Köerna kortas – snart"))

    assert (link.scheme, link.path) == ("mailto", "")
    assert parse_qs(link.query, strict_parsing=True) == {
        "subject": ["Köerna kortas – snart"],
        "body": ['Bussen är "frihet".\r\n\r\nVi röstade nej & vann.\r\n\r\nhttps://a.example/?x=1&y=å'],
    }


def test_a_text_that_outlook_would_cut_has_no_button() -> None:
    """2,083 characters is the longest address that Windows passes on; an å takes six of them."""
    assert layout.share_mail(Share(kind="share", text="å" * 310), "A")
    assert not layout.share_mail(Share(kind="share", text="å" * 350), "A")


def test_two_short_numbers_share_a_row_and_a_long_one_has_its_own() -> None:
    figures = [Figure(value=value, label="x") for value in ("3", "2", "4", "7,5 miljoner kronor", "11")]

    assert [[one.value for one in row] for row in layout.figure_rows(figures)] == [
        ["3", "2"],
        ["4"],
        ["7,5 miljoner kronor"],
        ["11"],
    ]

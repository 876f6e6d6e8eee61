"""What the editor may write for each kind of value, and what is refused (domain.md 3.3, 3.6, 4.5, 4.8)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from newsletter.model import settings, values


def read(annotation: Any, text: Any) -> Any:
    return TypeAdapter(annotation).validate_python(text)


def fault_of(annotation: Any, text: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        read(annotation, text)
    return str(caught.value.errors()[0]["type"])


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("18.00", values.TimeSpan(time(18))),
        ("18:00", values.TimeSpan(time(18))),
        ("18", values.TimeSpan(time(18))),
        ("9.30", values.TimeSpan(time(9, 30))),
        ("18.00–20.00", values.TimeSpan(time(18), time(20))),
        ("18.00-20.00", values.TimeSpan(time(18), time(20))),
        ("17.30 – 19.30", values.TimeSpan(time(17, 30), time(19, 30))),
    ],
)
def test_a_time_may_be_written_in_every_usual_way(written: str, span: values.TimeSpan) -> None:
    assert span == read(values.Clock, written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("24.00", "not-a-time"),
        ("18.60", "not-a-time"),
        ("kl. 18", "not-a-time"),
        ("18.00–", "not-a-time"),
        ("20.00–18.00", "end-before-start"),
        ("18.00–18.00", "end-before-start"),
        ("", "empty"),
    ],
)
def test_a_time_that_cannot_be_is_named(written: str, code: str) -> None:
    assert code == fault_of(values.Clock, written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-09-21", values.DayAndTime(date(2026, 9, 21))),
        ("2026-09-21 17.30", values.DayAndTime(date(2026, 9, 21), values.TimeSpan(time(17, 30)))),
        ("2026-09-21  kl. 17:30", values.DayAndTime(date(2026, 9, 21), values.TimeSpan(time(17, 30)))),
        ("2026-09-21 17.30–19.30", values.DayAndTime(date(2026, 9, 21), values.TimeSpan(time(17, 30), time(19, 30)))),
    ],
)
def test_when_something_was_to_be(written: str, expected: values.DayAndTime) -> None:
    assert read(values.MovedFrom, written) == expected
    assert read(values.MovedFrom, expected.as_typed()) == expected


@pytest.mark.parametrize(("written", "code"), [("21 september", "not-a-date"), ("2026-09-21 25", "not-a-time"), ("", "empty")])
def test_when_something_cannot_have_been(written: str, code: str) -> None:
    assert fault_of(values.MovedFrom, written) == code


@pytest.mark.parametrize("written", ["2026-13-01", "2026-02-30", "26-03-12", "12/3 2026", "2026-3-12", "\u0662026-03-12"])
def test_what_is_not_a_date(written: str) -> None:
    assert fault_of(values.IsoDate, written) == "not-a-date"


def test_a_follow_up_was_decided_in_a_year_or_on_a_day() -> None:
    assert read(values.Decided, "2025") == values.YearOrDate(2025)
    assert read(values.Decided, "2026-02-12") == values.YearOrDate(2026, date(2026, 2, 12))
    assert fault_of(values.Decided, "våren 2025") == "not-a-year-or-date"


@pytest.mark.parametrize("written", ["ja", "Ja", "true", "yes", "on"])
def test_yes(written: str) -> None:
    assert read(values.YesNo, written) is True


@pytest.mark.parametrize("written", ["nej", "NEJ", "false", "no", "off"])
def test_no(written: str) -> None:
    assert read(values.YesNo, written) is False


def test_maybe_is_neither_yes_nor_no() -> None:
    assert fault_of(values.YesNo, "kanske") == "not-yes-or-no"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Rubrik\r\nBcc: elak@example.org", "control-character"),
        ("Rubrik\nnästa rad", "not-one-line"),
        ("gnirts \u202egnal", "control-character"),
        ("fackla\ufdd0greeting\ufdd1", "control-character"),
        ("ett\x00två", "control-character"),
        ("   ", "empty"),
        ({"a": "b"}, "not-text"),
        (["a"], "not-text"),
    ],
)
def test_a_line_holds_no_line_break_and_no_control_character(written: Any, code: str) -> None:
    assert code == fault_of(values.Line, written)


@pytest.mark.parametrize("written", ["Gatan 1\n123 45 Stad\n", ["Gatan 1", "123 45 Stad"]])
def test_lines_are_a_list_or_a_block(written: Any) -> None:
    assert read(values.Lines, written) == ("Gatan 1", "123 45 Stad")
    assert read(values.Lines, "Gatan 1") == ("Gatan 1",)


def test_text_is_normalised_to_nfc() -> None:
    assert read(values.Line, "a\u0308rende") == "\u00e4rende"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("https://example.org/bild.jpg", "image-on-the-web"),
        ("//example.org/bild.jpg", "image-on-the-web"),
        ("data:image/png;base64,AAAA", "image-on-the-web"),
        ("/etc/passwd", "image-outside"),
        ("../hemligt.jpg", "image-outside"),
        ("images/../../hemligt.jpg", "image-outside"),
        ("images\\..\\..\\hemligt.jpg", "image-outside"),
        ("C:\\bilder\\bild.jpg", "image-outside"),
    ],
)
def test_an_image_is_a_file_below_the_issues(written: str, code: str) -> None:
    assert code == fault_of(values.ImagePath, written)


@pytest.mark.parametrize("written", ["070-174 06 05", "+46 (0)70 174 06 05"])
def test_a_phone_number(written: str) -> None:
    assert read(values.Phone, written) == written


@pytest.mark.parametrize("written", ["0701x740605", "12345", "ring mig"])
def test_what_is_not_a_phone_number(written: str) -> None:
    assert fault_of(values.Phone, written) == "not-a-phone"


@pytest.mark.parametrize("written", ["postgresql://user:hemligt@host/db", "smtp://user:hemligt@host:587"])
def test_a_url_with_a_password_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(settings.UrlWithoutPassword, written)

    assert caught.value.errors()[0]["type"] == "password-in-url"
    assert "hemligt" not in str(caught.value.errors(include_input=False))


def test_a_duration() -> None:
    assert read(settings.Duration, "30m") == timedelta(minutes=30)
    assert fault_of(settings.Duration, "en stund") == "not-a-duration"


@pytest.mark.parametrize("written", ["red", "#b3170", "#B3170E; background: url(//elak.example)"])
def test_a_colour_that_could_carry_css_is_refused(written: str) -> None:
    assert fault_of(settings.Colour, written) == "not-a-colour"


@given(st.text())
def test_any_text_is_either_a_clean_line_or_a_named_fault(written: str) -> None:
    clean = not any(sign in written.strip() for sign in "\n\r\x00\x1b\x7f\u2028\u202e\ufdd0")
    try:
        line = read(values.Line, written)
    except ValidationError as error:
        code = error.errors()[0]["type"]
    else:
        code = "accepted"
        assert line == line.strip() != ""
        assert clean
    assert code in {"accepted", "empty", "control-character", "not-one-line"}

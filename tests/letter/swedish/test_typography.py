"""What the editor types and what is printed (domain.md 5.2). A no-break space is written ~ here."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.letter.swedish import typeset
from newsletter.letter.swedish.typography import typeset_runs


def shown(text: str) -> str:
    return typeset(text).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("7,5 % av 12 km", "7,5~% av 12~km"),
        ("42 mnkr och 500 kr", "42~mnkr och 500~kr"),
        ("18,5 miljoner kronor", "18,5~miljoner kronor"),
        ("500 kronor", "500~kronor"),
        ("300 tkr, 4 m, 2 kWh", "300~tkr, 4~m, 2~kWh"),
        ("12 år, 1 dag och 3 timmar", "12~år, 1~dag och 3~timmar"),
        ("20 minuter och 6 veckor", "20~minuter och 6~veckor"),
        ("5 liter till 40 personer på 30 platser", "5~liter till 40~personer på 30~platser"),
        ("vid 20 grader i 5 månader", "vid 20~grader i 5~månader"),
        ("5 årsarbetare, 3 dagbarn", "5 årsarbetare, 3 dagbarn"),
        ("vardagar kl. 7-9", "vardagar kl.~7–9"),
        ("Kl. 18.00-20.00", "Kl.~18.00–20.00"),
        ("kl. 08-12", "kl.~08–12"),
        ("nr 4, s. 12, ca 30, § 5 och dnr 12", "nr~4, s.~12, ca~30, §~5 och dnr~12"),
        ("ca hälften", "ca~hälften"),
        ("resor: 12 400 per dag", "resor: 12~400 per dag"),
        ("färre än 1 000 invånare", "färre än 1~000 invånare"),
        ("1 310 mnkr och 12 400 000 kr", "1~310~mnkr och 12~400~000~kr"),
        ("den 12 mars 2026", "den 12~mars 2026"),
        ("12-13 mars", "12–13~mars"),
        ("ring 070-174 06 05 nu", "ring 070-174~06~05 nu"),
        ("ring 054-61 50 00", "ring 054-61~50~00"),
        ("+46 70-174 06 05", "+46~70-174~06~05"),
        ("+46 70 174 06 05", "+46~70~174~06~05"),
        ("650 00 Exempelstad", "650~00 Exempelstad"),
    ],
)
def test_no_break_spaces_stand_where_a_line_must_not_end(typed: str, printed: str) -> None:
    assert shown(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("korta köerna - nu", "korta köerna~– nu"),
        ("korta köerna – nu", "korta köerna~– nu"),
        ("korta köerna -- nu", "korta köerna~– nu"),
        ("Vi röstade nej -", "Vi röstade nej -"),
        ("åldern 9-15 år", "åldern 9–15~år"),
        ("mandatperioden 2022-2026", "mandatperioden 2022–2026"),
        ("kostar 1 000-2 000 kr", "kostar 1~000–2~000~kr"),
        ("vi möts 10.00-12.30", "vi möts 10.00–12.30"),
        ("7,5-8,5 procent", "7,5–8,5~procent"),
        ("e-post, hälso- och sjukvård", "e-post, hälso- och sjukvård"),
        ("2-3-åringar och en 5-åring", "2-3-åringar och en 5-åring"),
        ("dygnet runt, 24-7", "dygnet runt, 24-7"),
        ("Karlstad–Torsby", "Karlstad–Torsby"),
        ("-5 grader, ibland (-12,5)", "−5~grader, ibland (−12,5)"),
        ("resultatet blev -1 200 kr", "resultatet blev −1~200~kr"),
        ("från -5 till 3 grader.", "från −5 till 3~grader."),
        ("90- och -80-talet", "90- och -80-talet"),
        ("kl. 8 -10", "kl.~8 -10"),
        ("nr -a", "nr~-a"),
    ],
)
def test_dashes_are_dashes_and_hyphens_are_hyphens(typed: str, printed: str) -> None:
    assert shown(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "HSN/26-EX014",
        "RS/26-14",
        "KTN/9-15",
        "dnr 26-114".replace(" ", "\u00a0"),
        "2026-03-12",
        "2026-03",
        "850101-1234",
        "https://example.org/9-15/12-13",
        "https://example.org/a...b'c",
        "ordforande...9-15@example.org",
        "www.example.org/1-2",
        "covid-19",
    ],
)
def test_numbers_of_cases_dates_and_addresses_stay_as_they_are(typed: str) -> None:
    assert typeset(typed) == typed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('Hon sa "kom" och gick', "Hon sa ”kom” och gick"),
        ("\"Han sa 'nej' då\"", "”Han sa ’nej’ då”"),
        ("“engelska” och „tyska“", "”engelska” och ”tyska”"),
        ("‘enkla’", "’enkla’"),
        ("rock'n'roll", "rock’n’roll"),
        ("Vänta... nu", "Vänta… nu"),
        ("Vi undrar ...", "Vi undrar~…"),
        ("....", "...."),
        ('Läs "https://example.org/a" nu', "Läs ”https://example.org/a” nu"),
    ],
)
def test_quotation_marks_and_ellipses_are_swedish(typed: str, printed: str) -> None:
    assert shown(typed) == printed


def test_runs_are_typeset_as_the_one_text_that_they_are() -> None:
    runs = ['Hon sa "', "kom", '" den 12', " mars - ", "nu..."]

    assert typeset_runs(runs) == ["Hon sa ”", "kom", "” den 12", "\u00a0mars\u00a0– ", "nu…"]


def test_letters_become_composed_so_that_equal_words_are_equal() -> None:
    assert typeset(unicodedata.normalize("NFD", "Årjäng och Säffle")) == "Årjäng och Säffle"


TRICKY = st.lists(
    st.sampled_from(
        [
            *" -–—.,:;'\"”…\u00a0/()0123456789",
            *(
                "12",
                "400",
                "070",
                "2026",
                "kl.",
                "mars",
                "%",
                "mnkr",
                "dnr",
                "HSN/26-14",
                "a@b.se",
                "https://x.se/1-2",
                "ord",
                "...",
            ),
            "\n",
        ]
    ),
    max_size=14,
).map("".join)
PROSE = st.one_of(TRICKY, st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))


@given(PROSE)
@settings(max_examples=400)
@example("1 - 2-3 000 kl. 9-15")
def test_typesetting_twice_is_typesetting_once(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@given(PROSE)
@settings(max_examples=400)
def test_no_letter_and_no_digit_is_ever_changed(text: str) -> None:
    def words(value: str) -> str:
        return "".join(sign for sign in value if sign.isalnum())

    assert words(typeset(text)) == words(unicodedata.normalize("NFC", text))


@given(st.lists(TRICKY, max_size=5))
@settings(max_examples=200)
def test_runs_keep_their_own_letters(runs: list[str]) -> None:
    def letters(value: str) -> str:
        return "".join(sign for sign in value if sign.isalnum())

    assert [letters(run) for run in typeset_runs(runs)] == [letters(run) for run in runs]


@pytest.mark.parametrize("piece", ["x", "A", "9", "a.", "a@", "1-", "A/", "(", "www.", "[a]("])
def test_what_has_no_blank_in_it_stays_as_it_is_however_long(piece: str) -> None:
    """And takes no longer than its length: it would be minutes, were any rule to look ahead from every sign."""
    assert typeset(piece * 100_000) == piece * 100_000

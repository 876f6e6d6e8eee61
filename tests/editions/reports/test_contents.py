"""What the year's report says of what the issues were about."""

from tests.editions.reports.acted import written


def test_quotes_inside_quotes_are_single(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path)

    assert "Länsbladet Exempel, ”Budgeten ’klubbad’ efter lång debatt” (nyhetsartikel)" in text

"""The account's tables as CSV and as one workbook: Swedish Excel opens both by itself, and no text becomes a formula."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from newsletter.editions.account.tables import AccountTable, Value

# What a spreadsheet takes for the beginning of a formula, also after blanks (OWASP, CSV injection).
_FORMULA = re.compile(r"\A\s*[=+\-@＝＋－＠]|\A[\t\r\n]")


def csv_bytes(table: AccountTable) -> bytes:
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_harmless, table.header))
    writer.writerows([_harmless(value) for value in row] for row in table.rows)
    return lines.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    """An apostrophe before what would be taken for a formula; on one line, whatever it holds."""
    if isinstance(value, int):
        return value
    text = f"'{value}" if _FORMULA.search(value) else value
    return " ".join(text.splitlines())


# The account's tables as one workbook: texts are texts, and the same account gives the same bytes.

_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
_WIDEST = 60


def xlsx_bytes(tables: Sequence[AccountTable], title: str, as_of: datetime | None) -> bytes:
    """One sheet a table. ``as_of`` is what the workbook says it was made, not the clock."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = (as_of or _OLDEST).astimezone(UTC).replace(tzinfo=None)
    workbook.set_properties({"title": title, "created": made})
    heading = workbook.add_format({"bold": True, "bg_color": "#F5F2EF", "bottom": 1, "text_wrap": True, "valign": "top"})
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    number = workbook.add_format({"num_format": "0", "valign": "top"})
    for table in tables:
        _sheet(workbook.add_worksheet(table.name), table, heading, text, number)
    workbook.close()
    return file.getvalue()


def _sheet(sheet: Worksheet, table: AccountTable, heading: Format, text: Format, number: Format) -> None:
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, name, heading)
        longest = max((len(str(row[column])) for row in table.rows), default=0)
        sheet.set_column(column, column, min(max(longest, *map(len, name.split()), 6) + 2, _WIDEST))
    for place, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(place, column, value, number)
            else:
                sheet.write_string(place, column, value, text)
    sheet.set_row(0, 32)  # two lines: not every program grows a heading's row by itself
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)

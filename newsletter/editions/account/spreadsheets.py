"""A table as CSV that Swedish Excel opens by itself: a mark of UTF-8, semicolons, and nothing that becomes a formula."""

import csv
import io
import re

from newsletter.editions.account.tables import Table, Value

# What a spreadsheet takes for the beginning of a formula, also after blanks (OWASP, CSV injection).
_FORMULA = re.compile(r"\A\s*[=+\-@＝＋－＠]|\A[\t\r\n]")


def csv_bytes(table: Table) -> bytes:
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

"""The year's account as one page, as CSV and as a workbook: one set of tables in three forms."""

from newsletter.editions.account.page import account_page
from newsletter.editions.account.spreadsheets import csv_bytes, xlsx_bytes
from newsletter.editions.account.tables import account_tables, evidence_table

__all__ = [
    "account_page",
    "account_tables",
    "csv_bytes",
    "evidence_table",
    "xlsx_bytes",
]

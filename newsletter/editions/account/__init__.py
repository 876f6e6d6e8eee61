"""The year's account as one page, as CSV and as a workbook: one set of tables in three forms."""

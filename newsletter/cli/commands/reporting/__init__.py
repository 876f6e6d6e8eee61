"""Reporting on the year: how it stands, what is due, what was promised, and the account of it."""

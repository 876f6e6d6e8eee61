"""Sending an issue: the run, taking letters back, settling what is unresolved, and reading and moving the sending log."""

"""Whole sessions at the terminal, read by eye: what an editor types, and every word that is answered.

A transcript is a text file. Its first line says when it is. ``$`` begins a command, ``edit FILE: OLD → NEW`` is a change that
the editor makes between two, and ``provider: FAULT`` how the provider meets its next call. All other lines are the program's,
with its exit code where that is not 0.

``python -m tests.cli.transcripts`` writes them anew: then read every line of the difference.
"""

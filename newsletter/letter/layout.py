"""What the HTML edition lays out in ways that templates should not work out."""

from collections.abc import Sequence

from newsletter.model.sections import Figure

_SHORT = 10
"""Characters of a large value that half the column holds."""


def figure_rows(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Two short numbers a row, in the editor's order; a long one has a row of its own."""
    rows: list[list[Figure]] = []
    for figure in figures:
        is_short = len(figure.value) <= _SHORT
        if rows and is_short and len(rows[-1]) == 1 and len(rows[-1][0].value) <= _SHORT:
            rows[-1].append(figure)
        else:
            rows.append([figure])
    return rows

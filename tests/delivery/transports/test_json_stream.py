"""A file of events is read as it comes, wherever its pieces end."""

import json
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.transports.sendgrid.events import documents
from newsletter.model.diagnostics import Refused

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
EVENTS = st.dictionaries(st.text(max_size=5), VALUES, max_size=3)


@given(st.lists(VALUES, max_size=5), st.integers(1, 30), st.sampled_from([None, 2]))
def test_the_entries_of_a_list_come_one_by_one(entries: list[Any], at_a_time: int, indent: int | None) -> None:
    assert list(documents(StringIO(json.dumps(entries, indent=indent)), at_a_time)) == entries


@given(st.lists(st.lists(EVENTS, max_size=3) | EVENTS, min_size=1, max_size=4), st.integers(1, 30))
def test_documents_may_stand_one_after_the_other(lines: list[Any], at_a_time: int) -> None:
    text = "\r\n".join(map(json.dumps, lines))
    expected = [one for line in lines for one in (line if isinstance(line, list) else [line])]
    assert list(documents(StringIO(text), at_a_time)) == expected


@pytest.mark.slow
@given(st.lists(EVENTS, min_size=1, max_size=4), st.integers(1, 30), st.data())
def test_a_list_that_breaks_off_is_refused_after_what_came_before(
    entries: list[Any], at_a_time: int, data: st.DataObject
) -> None:
    text = json.dumps(entries)
    cut = StringIO(text[: data.draw(st.integers(1, len(text) - 1))])
    found: list[Any] = []
    with pytest.raises(Refused):
        found.extend(documents(cut, at_a_time))
    assert found == entries[: len(found)]


def test_what_never_ends_is_not_read_to_its_end() -> None:
    file = StringIO('["' + "x" * 60_000_000)
    with pytest.raises(Refused):
        list(documents(file))
    assert file.tell() < 60_000_000

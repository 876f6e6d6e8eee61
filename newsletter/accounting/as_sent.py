"""The issues as they were sent: what the log keeps of them, before what their files have come to say since."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from newsletter.delivery.sent import SentForm
from newsletter.model.issue import Issue, issue_from_record


def issue_as_sent(form: SentForm, on_file: Issue | None) -> Issue | None:
    """What the form was made from. ``on_file`` stands in where the log is too old to tell, or its words are no longer taken."""
    record = form.record.get("issue")
    if record is None:
        return on_file
    try:
        return issue_from_record(record)
    except ValidationError:  # a rule that came later
        return on_file


def issues_as_sent(forms: Iterable[SentForm], on_file: Mapping[str, Issue]) -> dict[str, Issue]:
    """By id, in the last form that each was sent in; without those that neither log nor file can tell of."""
    found = {form.issue: issue_as_sent(form, on_file.get(form.issue)) for form in forms}
    return {issue_id: issue for issue_id, issue in found.items() if issue}

"""Files to model, or every diagnostic at once, with line and column.

The others use ``read`` (and ``required`` where errors must stop them), ``read_settings``, ``issue_ids``, ``issue_before``
and ``issues_before``;
``new``, ``init`` and ``schema`` also ``skeleton`` and ``schema_files``; who refuses a name ``nearest`` and ``did_you_mean``.
"""

from newsletter.source.diagnostics.suggestions import nearest
from newsletter.source.diagnostics.words import did_you_mean
from newsletter.source.files import issue_ids
from newsletter.source.reading import (
    IssueFile,
    Reading,
    RecipientsFile,
    SettingsFile,
    issue_before,
    issues_before,
    read,
    read_settings,
    require_valid,
)
from newsletter.source.text import lines_of

__all__ = [
    "IssueFile",
    "Reading",
    "RecipientsFile",
    "SettingsFile",
    "did_you_mean",
    "issue_before",
    "issue_ids",
    "issues_before",
    "lines_of",
    "nearest",
    "read",
    "read_settings",
    "require_valid",
]

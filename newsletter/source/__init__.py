"""Files to model, or every diagnostic at once, with line and column.

The others use ``read`` (and ``required`` where errors must stop them), ``read_settings``, ``issue_ids`` and ``issue_before``;
``new``, ``init`` and ``schema`` also ``skeleton`` and ``schema_files``.
"""

from newsletter.source.files import issue_ids
from newsletter.source.reading import (
    IssueFile,
    Reading,
    RecipientsFile,
    SettingsFile,
    issue_before,
    read,
    read_settings,
    required,
)

__all__ = [
    "IssueFile",
    "Reading",
    "RecipientsFile",
    "SettingsFile",
    "issue_before",
    "issue_ids",
    "read",
    "read_settings",
    "required",
]

"""Files to model, or every diagnostic at once, with line and column.

``read`` reads a workspace, and ``require_valid`` stops where it has errors. ``read_contributions`` reads what members sent back
for one issue. The skeletons are the first text of the files that the editor writes in. All that other rooms use is named here.
"""

from newsletter.source.answers import ASKED, ENDING, ContributionFile, Contributions, folder_of, form_page, read_contributions
from newsletter.source.diagnostics import CODES, nearest_id
from newsletter.source.diagnostics.suggestions import nearest
from newsletter.source.diagnostics.words import did_you_mean
from newsletter.source.files import ISSUES, is_copy, issue_ids, refuse_placeholder
from newsletter.source.reading import (
    IssueFile,
    Reading,
    RecipientsFile,
    SettingsFile,
    issue_before,
    issues_before,
    read,
    read_settings,
    refuse_unknown_issue,
    require_valid,
)
from newsletter.source.rules.issue import plan_of
from newsletter.source.samples import sample_in
from newsletter.source.skeleton import (
    Carried,
    FromEarlier,
    contribution_form,
    contribution_skeleton,
    correction_of,
    fill_skeleton,
    issue_skeleton,
    recipients_skeleton,
    refresh_schemas,
    schema_path,
    settings_skeleton,
)
from newsletter.source.text import lines_of

__all__ = [
    "ASKED",
    "CODES",
    "ENDING",
    "ISSUES",
    "Carried",
    "ContributionFile",
    "Contributions",
    "FromEarlier",
    "IssueFile",
    "Reading",
    "RecipientsFile",
    "SettingsFile",
    "contribution_form",
    "contribution_skeleton",
    "correction_of",
    "did_you_mean",
    "fill_skeleton",
    "folder_of",
    "form_page",
    "is_copy",
    "issue_before",
    "issue_ids",
    "issue_skeleton",
    "issues_before",
    "lines_of",
    "nearest",
    "nearest_id",
    "plan_of",
    "read",
    "read_contributions",
    "read_settings",
    "recipients_skeleton",
    "refresh_schemas",
    "refuse_placeholder",
    "refuse_unknown_issue",
    "require_valid",
    "sample_in",
    "schema_path",
    "settings_skeleton",
]

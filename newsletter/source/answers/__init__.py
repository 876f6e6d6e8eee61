"""What members send back: contributions as YAML, as a filled-in form and as a mail, and how they are merged into the issue."""

from newsletter.source.answers.contributions import Contributions, folder_of, read_contributions
from newsletter.source.answers.merging import ContributionFile
from newsletter.source.answers.own_words import ASKED, ENDING
from newsletter.source.answers.page import form_page

__all__ = [
    "ASKED",
    "ENDING",
    "ContributionFile",
    "Contributions",
    "folder_of",
    "form_page",
    "read_contributions",
]

"""The preview page's words, by the name that its template knows them by."""

from collections.abc import Mapping

from newsletter.locale import N_, _

_WORDS = {
    "preview": N_("Preview"),
    "nothing_leaves": N_("Nothing is sent from here. The page shows each change as soon as the file is saved."),
    "edition": N_("Edition"),
    "html": N_("Letter"),
    "text": N_("Plain text"),
    "width": N_("Width"),
    "phone": N_("Phone"),
    "desktop": N_("Computer"),
    "reader": N_("As seen by"),
    "show": N_("Show"),
    "from": N_("From"),
    "subject": N_("Subject"),
    "in_the_inbox": N_("In the inbox"),
    "error": N_("error"),
    "warning": N_("warning"),
    "no_letter": N_("There is no letter to show until this is corrected:"),
    "no_reader": N_("There is nobody to show the letter to: no association in recipients.yaml has an active contact."),
    "remarks": N_("Read through this before sending:"),
    "text_alone": N_("This contact gets plain text alone."),
    "stopped": N_("The preview has been ended. Run “newsletter preview” to see it again."),
}


def words() -> Mapping[str, str]:
    return {name: _(message) for name, message in _WORDS.items()}

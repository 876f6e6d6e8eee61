"""The preview page's words, by the name that its templates know them by."""

from collections.abc import Mapping, Sequence

from newsletter.locale import N_, _, ngettext
from newsletter.model.diagnostics import Diagnostic

_WORDS = {
    "preview": N_("Preview"),
    "nothing_leaves": N_("Nothing is sent from here. The page shows each change as soon as the file is saved."),
    "to_the_letter": N_("To the letter"),
    "controls": N_("What is shown"),
    "beside": N_("About the letter"),
    "issue": N_("Issue"),
    "reader": N_("As seen by"),
    "show": N_("Show"),
    "show_letter": N_("Letter"),
    "show_text": N_("Plain text"),
    "show_print": N_("Printed"),
    "show_source": N_("Source"),
    "show_yaml": N_("YAML"),
    "width": N_("Width"),
    "width_phone": N_("Phone"),
    "width_tablet": N_("Tablet"),
    "width_desktop": N_("Computer"),
    "colours": N_("Colours"),
    "colours_light": N_("Light"),
    "colours_dark": N_("Dark"),
    "colours_forced": N_("Inverted"),
    "images": N_("Pictures"),
    "images_on": N_("Shown"),
    "images_off": N_("Blocked"),
    "submit": N_("Show this"),
    "in_short": N_("Line in the inbox, and size"),
    "in_the_inbox": N_("In the inbox"),
    "inbox_gmail": N_("Gmail on a computer"),
    "inbox_outlook": N_("Outlook’s list"),
    "inbox_iphone": N_("iPhone"),
    "size": N_("Size"),
    "size_said": N_("Gmail cuts a letter off at {limit} kB."),
    "error": N_("error"),
    "warning": N_("warning"),
    "editor": N_("Open in VS Code"),
    "no_file": N_("There is no such file."),
    "no_letter": N_("There is no letter to show until this is corrected:"),
    "no_reader": N_("There is nobody to show the letter to: no association in recipients.yaml has an active contact."),
    "remarks": N_("To read through"),
    "no_remarks": N_("The checks have nothing to remark on."),
    "text_alone": N_("This contact gets plain text alone."),
    "elsewhere": N_("The preview is at the address that “newsletter preview” has written in the terminal."),
    "stopped": N_("The preview has been ended. Run “newsletter preview” to see it again."),
}


def words() -> Mapping[str, str]:
    return {name: _(message) for name, message in _WORDS.items()}


def said(found: Sequence[Diagnostic], *, has_letter: bool) -> str:
    """What a screen reader is told when the page has changed."""
    if not has_letter:
        errors = sum(one.is_error for one in found)
        return ngettext("{n} error stops the letter.", "{n} errors stop the letter.", errors).format(n=errors)
    if not found:
        return _("The letter is up to date.")
    remarks = ngettext("{n} remark to read.", "{n} remarks to read.", len(found)).format(n=len(found))
    return f"{_('The letter is up to date.')} {remarks}"

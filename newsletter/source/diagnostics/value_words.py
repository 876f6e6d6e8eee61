"""The words of faults in what keys and values say: code -> severity, message and hint (English message ids)."""

from newsletter.locale import N_
from newsletter.model.diagnostics import Acceptance
from newsletter.source.diagnostics.file_words import Words, warning

VALUES: dict[str, Words] = {
    "control-character": Words(
        N_("The text contains a character that cannot be printed ({character})."),
        N_("Delete it; if you cannot see it, write the words around it again."),
    ),
    "empty": Words(N_("“{key}” has no text."), N_("Write something; a line that is not needed can be taken away.")),
    "empty/item": Words(N_("The item is empty."), N_("Write its keys or its text after the hyphen, or take the hyphen away.")),
    "no-value": Words(N_("“{key}” has no value."), "{explanation}"),
    "hash-took-all": Words(
        N_("“{key}” has no value: what begins with # is a comment."), N_('Put straight quotes around it: {key}: "#…"')
    ),
    "end-before-start": Words(N_("“{value}” ends before it begins."), N_("Write for example 18.00–20.00.")),
    "image-on-the-web": Words(
        N_("“{value}” is a web address, but pictures are files of your own."),
        N_("Save the picture in the folder issues/images and write src: images/NAME.jpg."),
    ),
    "image-outside": Words(
        N_("“{value}” leads out of the folder."), N_("Put the picture in issues/images and write src: images/NAME.jpg.")
    ),
    "image-on-the-web/logo": Words(
        N_("“{value}” is a web address, but pictures are files of your own."),
        N_("Save the picture beside newsletter.yaml and write src: NAME.png."),
    ),
    "image-outside/logo": Words(
        N_("“{value}” leads out of the folder."), N_("Put the picture beside newsletter.yaml and write src: NAME.png.")
    ),
    "invalid-value": Words(N_("“{key}” has a value that cannot be used."), "{explanation}"),
    "missing": Words(N_("“{key}” is missing."), "{explanation}"),
    "missing-in-section": Words(N_("“{key}” is missing in the section “{kind}”."), "{explanation}"),
    "missing-alt": Words(
        N_("The picture {src} has no alternative text (“alt”)."), N_("Describe what the picture shows: alt: …")
    ),
    "non-ascii-local-part": Words(
        N_("“{value}” has å, ä, ö or another such letter before @ and cannot receive letters from here."),
        N_("Ask for an address without them."),
    ),
    "not-a-colour": Words(N_("“{value}” is not a colour."), N_('Write # and six digits or letters a–f in quotes: "#B3170E".')),
    "not-a-date": Words(N_("“{value}” is not a date."), N_("Write year-month-day, for example 2026-03-12.")),
    "not-a-date/no-such-day": Words(N_("“{value}” is not a date."), N_("There is no such day: check the month and the day.")),
    "not-a-duration": Words(N_("“{value}” is not a length of time."), N_("Write for example 30m or 2h.")),
    "not-a-font": Words(N_("“{value}” is not a list of fonts."), N_("Write for example Arial, Helvetica, sans-serif.")),
    "not-a-list": Words(
        N_("“{key}” shall be a list."),
        N_("Begin each item on a line of its own with a hyphen and a space, under the key."),
    ),
    "not-a-via": Words(
        N_("“{value}” is not a way to send letters."),
        N_("Write outbox:, smtp://USER@HOST:587, sendgrid: or sendgrid:eu."),
    ),
    "not-a-log": Words(N_("“{value}” is not a sending log."), N_("Write sqlite:PATH or postgresql://host/database.")),
    "not-a-map": Words(
        N_("“{key}” shall have keys of its own."), N_("Write them on lines of their own, indented under it: {choices}.")
    ),
    "item-not-a-map": Words(N_("The item shall have keys of its own."), N_("Write for example: - {choices}")),
    "file-not-a-map": Words(N_("The file does not begin with a key."), N_("Begin with a key, a colon and a value: {choices}.")),
    "not-a-number": Words(
        N_("“{value}” is not a number from {low} to {high}."), N_("Write it in digits, without spaces or words.")
    ),
    "not-a-phone": Words(
        N_("“{value}” is not a telephone number."),
        N_("Use at least six digits; spaces, + - and brackets may stand between: 070-174 06 05."),
    ),
    "not-a-time": Words(N_("“{value}” is not a time of day."), N_("Write for example 18.00 or 18.00–20.00.")),
    "not-a-timezone": Words(N_("“{value}” is not a time zone."), N_("Write for example Europe/Stockholm.")),
    "not-a-url": Words(
        N_("“{value}” is not a web address."), N_("Write the whole address, for example https://example.org/page.")
    ),
    "not-a-year-or-date": Words(N_("“{value}” is neither a year nor a date."), N_("Write for example 2025, or 2025-11-12.")),
    "not-a-year-or-date/no-such-day": Words(
        N_("“{value}” is neither a year nor a date."), N_("There is no such day: check the month and the day.")
    ),
    "not-an-address": Words(
        N_("“{value}” is not a valid e-mail address."), N_("Write one single address, for example namn@example.org.")
    ),
    "not-an-id": Words(
        N_("“{value}” cannot be used as an id."), N_("Use a–z, digits and hyphens, in lower case and without å, ä, ö: saffle.")
    ),
    "not-one-line": Words(N_("“{key}” must be a single line."), N_("Write it on one line, without | or an empty line.")),
    "not-text": Words(
        N_("“{key}” shall be a text, not a list or keys of its own."),
        N_("Write it after the colon; a longer text begins with {key}: | and goes on below, indented."),
    ),
    "not-yes-or-no": Words(N_("“{value}” is neither yes nor no."), N_("Write ja or nej.")),
    "password-in-url": Words(
        N_("The address contains a password, and this file is not the place for secrets."),
        N_("Take it out: SMTP_PASSWORD or PGPASSWORD in the file .env holds it."),
    ),
    "scheme-not-allowed": Words(N_("“{value}” is not an address that a letter may lead to."), N_("Begin with https://.")),
    "too-short": Words(N_("“{key}” is an empty list."), N_("Write at least one item, or take the whole away.")),
    "unknown-choice": Words(N_("“{value}” is not valid for “{key}”. Choose among: {choices}."), "{guess}"),
    "unknown-key": Words(N_("Unknown key “{key}”."), N_("Keys that can be used here: {choices}.")),
    "unknown-key/near": Words(N_("Unknown key “{key}”. Did you mean “{suggestion}”?")),
    "unknown-kind": Words(N_("Unknown section “{value}”. Choose among: {choices}."), "{guess}"),
}

DOUBTS: dict[str, Words] = {
    "garbled": warning(
        N_("“{value}” is how “{meant}” looks when a file has been saved in the wrong way."),
        N_("Write the letters again, here and wherever å, ä and ö look odd, and save the file as UTF-8."),
    ),
    "garbled/lost": warning(
        N_("A letter has been lost here when the file was saved in the wrong way."),
        N_("Write the word again, and save the file as UTF-8."),
    ),
    "invisible-character": warning(
        N_("The line contains an invisible character ({character})."), N_("It often comes with pasted text. Delete it.")
    ),
    "lost-text": warning(
        N_("The text after # on line {line} is left out."),
        N_("Put straight quotes around the value if it is meant to be there; put two spaces before # if it is a comment."),
    ),
    "typographic-quotes": warning(
        N_("The quotation marks around the whole value will be printed."),
        N_('Use straight quotes ("…") if they only hold the text together.'),
    ),
}

RULES: dict[str, Words] = {
    "address-repeated": warning(N_("{email} is given for several contacts. One single letter is sent.")),
    "board-name-missing": Words(
        N_("“name” is missing: the board “annat” has no name of its own."), N_("Write the board's name: name: …")
    ),
    "board-name-unused": warning(
        N_("“name” is used only when board is annat, and is left out here."), N_("Take the line away, or write board: annat.")
    ),
    "borrowed-plan": warning(
        N_("There is no plan for {year}; boards and topics of {borrowed} are used."),
        N_("Add {year} under plan in newsletter.yaml."),
    ),
    "change-of-nothing": Words(
        N_("The change of the plan changes nothing."), N_("Write target:, due: or approvals: with what holds from that day on.")
    ),
    "changes-on-one-day": Words(N_("The plan is changed twice on {value}."), N_("Write both changes as one item.")),
    "consent-without-date": warning(
        N_("The contact {contact} has the ground “samtycke” but no date."),
        N_("Write consent: and the day, year-month-day."),
        N_("Consent must be possible to show (GDPR art. 7)."),
        Acceptance.AGAINST_THE_LAW,
    ),
    "contact-without-name": Words(N_("The contact has neither a name nor a role."), N_("Write name: or role: or both.")),
    "contribution-empty": warning(
        N_("The contribution is empty: nothing of it comes into the issue."), N_("Write in it, or take the file away.")
    ),
    "contribution-not-read": warning(
        N_("{name} is not read: the name of a contribution ends with one of {choices}."),
        N_("Copy the text into a form (newsletter collect ISSUE --form) and save it as .txt, or move the file away."),
    ),
    "contribution-of-nobody": Words(
        N_("The contribution does not say whose it is."), N_("Write by: and a name, or board: and a board.")
    ),
    "contribution-of-nobody/form": Words(
        N_("The contribution does not say whose it is."), N_("Write a name after Namn: or a board after Nämnd:.")
    ),
    "contributions-conflict": Words(
        N_("“{title}” is told in two ways: {key} is “{value}” here and “{other}” at {place}."),
        N_("Find out what is right and correct one of the files, or take one of them out."),
    ),
    "corrects-itself": Words(N_("A rättelse cannot correct itself."), N_("Write the id of the issue that was wrong.")),
    "corrects-missing": Words(
        N_("“corrects” is missing: a rättelse must say which issue it corrects."), N_("Write for example corrects: 2026-q3.")
    ),
    "corrects-not-allowed": Words(
        N_("“corrects” belongs only to an issue with type: rättelse."), N_("Take the line away, or write type: rättelse.")
    ),
    "corrects-unknown": Words(N_("The issue “{value}” does not exist. Available: {choices}."), "{guess}"),
    "day-of-another-year": warning(
        N_("{value} is not a day of {year}, the year that the plan is for."), N_("Check the year of the date.")
    ),
    "deadlines-out-of-order": Words(
        N_("“{first}” is {n} days before the due date, and so comes after “{then}”."),
        N_("Contributions come first, then the draft, then the approval: write more days for what comes first."),
    ),
    "duplicate-id": Words(N_("The id “{value}” is used by two associations."), N_("The first is on line {line}. Change one.")),
    "duplicate-member": Words(
        N_("{name} is listed twice among the members."), N_("The first is on line {line}. Put all boards in one of them.")
    ),
    "field-twice": Words(
        N_("“{key}” is filled in twice, with different words."), N_("The first is on line {line}. Take one of them out.")
    ),
    "file-name-disagrees": Words(
        N_("“{key}” is {value}, but the file is named {name}."), N_("Change the value to {remedy}, or rename the file.")
    ),
    "form-empty": Words(
        N_("No field of the form is filled in."),
        N_("Each stands on a line of its own: Namn: …, and under Beslut Datum: … “newsletter collect ISSUE --form” shows all."),
    ),
    "answered-twice": Words(
        N_("The form is filled in twice in this mail: by the member on line {line}, and in the mail that is answered."),
        N_("Take the one that does not hold out of the file."),
    ),
    "ending-left-out": warning(
        N_("The last lines were taken for a closing and left out: “{value}”."),
        N_("Are they part of the text? Put a full stop after them."),
    ),
    "not-the-members-words": Words(
        N_("This does not look like the member’s own words: “{value}”."),
        N_(
            "Take the quoted mail or the signature out of the file, so that only the contribution is left. "
            "If the line is the member’s own, write it without its colon or address."
        ),
    ),
    "mail-unreadable": Words(
        N_("The mail cannot be read."), N_("Copy the form out of it into a file whose name ends in .txt.")
    ),
    "language-unknown": warning(
        N_("The letters are in Swedish; the language “{value}” has no effect."), N_("Write sv, or take the line away.")
    ),
    "mail-with-attachments": warning(
        N_("The mail has attachments that are not read: {names}."),
        N_("Save pictures in issues/images and texts as files here."),
    ),
    "mail-without-text": Words(
        N_("The mail has no plain text."), N_("Copy the form out of it into a file whose name ends in .txt.")
    ),
    "municipality-missing": Words(
        N_("“municipality” is missing for {name}."),
        N_("Write one, or a list of several; or another type than förening."),
    ),
    "nothing-and-something": Words(
        N_("The contribution says that there is nothing this time, and tells something all the same."),
        N_("Take out one of the two."),
    ),
    "heading-unread": Words(
        N_("Below “{heading}” stands what no field tells: “{value}”."),
        N_("Put it after the field that it belongs to, for example Text:, each field on a line of its own."),
    ),
    "outside-fields": warning(
        N_("What stands outside the fields is left out: “{value}”."),
        N_("Put it after a field, for example Text:, if it is to come with."),
    ),
    "outside-fields/several": warning(
        N_("What stands outside the fields is left out: {n} lines, “{value}”."),
        N_("Put it after a field, for example Text:, if it is to come with."),
    ),
    "text-without-title": Words(
        N_("The text has no heading."), N_("Write title: and a heading above it; in a form the field is Rubrik:.")
    ),
    "text-without-title/form": Words(N_("The text has no heading."), N_("Write a heading after Rubrik: above it.")),
    "told-in-two-ways": warning(
        N_("“{title}” is told here and at {place}, in different words ({key}). Both come into the letter."),
        N_("Choose one of them, or make one of both."),
    ),
    "told-on-two-days": warning(
        N_("“{title}” is dated {value} here and {other} at {place}. Both come into the letter."),
        N_("If it is one matter on one day, take one of them out."),
    ),
    "told-twice": warning(
        N_("“{title}” is told here and at {place}. It comes into the letter once."),
        N_("Nothing need be done; take one of them out if you want to be rid of this."),
    ),
    "too-many-approvals": Words(
        N_("{n} approvals are required, but {named} approvers are named."), N_("Name another under approvers, or write fewer.")
    ),
    "too-much-text": Words(
        N_("The issue holds {n} characters, and a letter has room for about {limit}."),
        N_("Shorten it, or divide it in two. This is its longest text."),
    ),
    "unknown-board": Words(
        N_("Unknown board “{value}”. Choose among: {choices}."),
        N_("The boards stand under plan in newsletter.yaml; one that is not there is called annat and has a name: of its own."),
    ),
    "unknown-field": Words(
        N_("“{key}” is not a field of the form here."), N_("Fields that can be used here: {choices}. {guess}")
    ),
    "unknown-member": warning(
        N_("“{value}” is not among the members in newsletter.yaml: {choices}."),
        N_("Spell the name as there, or the member counts as missing. {guess}"),
    ),
    "unknown-placeholder": Words(
        N_("The greeting contains {value}, which stands for nothing."),
        N_("In curly brackets only {placeholders} can stand."),
    ),
    "unknown-topic": Words(
        N_("Unknown topic “{value}”. Choose among: {choices}."),
        N_("The focus issues stand under plan in newsletter.yaml, and a new one is added there."),
    ),
    "until-before-date": Words(N_("“until” ({value}) is before “date” ({first})."), N_("Change one of them.")),
}

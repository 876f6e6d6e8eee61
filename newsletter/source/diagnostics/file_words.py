"""The words of faults in a file as a whole, and in its YAML: code -> severity, message and hint (English message ids)."""

from dataclasses import dataclass

from newsletter.locale import N_
from newsletter.model.diagnostics import Acceptance, Severity

WHY_FILES = N_(
    "The file cannot be read as it is meant until this is mended, or something that was written would not come along."
)

WHY_UNREAD = N_("What lies in the folder and is not read may be what somebody has written, and nobody would miss it.")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a fault. ``reason`` and ``acceptance`` are as in ``Code``: the same in all wordings of one code."""

    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    reason: str = WHY_FILES
    acceptance: Acceptance = Acceptance.BY_SEVERITY


def warning(message: str, hint: str = "", reason: str = WHY_FILES, acceptance: Acceptance = Acceptance.BY_SEVERITY) -> Words:
    return Words(message, hint, Severity.WARNING, reason, acceptance)


QUOTE_IT = N_('Put straight quotes around the whole value: {key}: "…"')

FILES: dict[str, Words] = {
    "file-missing/link": Words(
        N_("Cannot find {path}."), N_("There is only a link of that name, and it leads nowhere. Delete the link.")
    ),
    "file-missing": Words(N_("Cannot find {path}."), N_("Run “newsletter init” to create the files that are missing.")),
    "not-a-file": Words(N_("{path} is not a file."), N_("A folder or something else has its name; move it away.")),
    "unreadable": Words(
        N_("{path} cannot be read."), N_("Close it in other programs, and see that you have the right to read it.")
    ),
    "too-big": Words(
        N_("The file is larger than {limit} MB."), N_("It shall hold text alone; pictures are files of their own.")
    ),
    "too-big/answer": Words(
        N_("There is far more text here than in a form that has been filled in."),
        N_("Copy what the member has written into a new file whose name ends in .txt."),
    ),
    "too-slow": Words(
        N_("Reading the file was broken off after {limit} seconds."),
        N_("See if something has been pasted many times over, or write it anew in a file of its own."),
    ),
    "not-of-its-kind": Words(
        N_("The file is damaged, or not what its name says."), N_("Ask for it once more, or copy its text into a new file.")
    ),
    "not-plain-text": Words(
        N_("The file is not plain text but a document or a picture."),
        N_("Copy its text into a file made by “newsletter new” or “newsletter init”."),
    ),
    "too-many-faults": Words(
        N_("There are more faults further down; only the first {limit} are shown."), N_("Correct these and check again.")
    ),
    "not-utf8": Words(
        N_("The file is not saved as UTF-8."), N_("Open it in your editor and save it again with the encoding UTF-8.")
    ),
    "empty-file": Words(N_("The file has no content."), N_("Delete it and run “newsletter new” or “newsletter init” again.")),
    "conflicted-copy": Words(
        N_("{name} looks like a copy made by a synchronised folder, beside {original}."),
        N_("Compare the two, keep what is right in {original}, and delete the copy."),
    ),
    "not-fetched": Words(
        N_("{name} exists, but its text is not on this computer: only iCloud's mark of it is."),
        N_("Fetch it: open the folder in Finder and press the cloud beside the file."),
    ),
    "not-read/folder": warning(
        N_("The folder {name} is not read."),
        N_("Put what is to be read beside it, and pictures in the folder images; else move it away."),
        WHY_UNREAD,
    ),
    "not-read/mail": warning(
        N_("{name} is a mail program's own file and is not read."),
        N_("Open the mail and save it as .eml (Apple Mail: Save As, Raw Message Source), or copy its text into a .txt file."),
        WHY_UNREAD,
    ),
    "not-read/archive": warning(
        N_("{name} is a packed file and is not read."), N_("Unpack it, and put the files here by themselves."), WHY_UNREAD
    ),
    "not-read/no-ending": warning(
        N_("{name} has no ending and is not read."),
        N_("Give it the ending .yaml, .txt or .eml, after what is in it; else move it away."),
        WHY_UNREAD,
    ),
    "not-read/other": warning(
        N_("{name} is not read."),
        N_("If somebody has written something in it, copy the text into a file that is read; else move it away."),
        WHY_UNREAD,
    ),
    "wrong-ending": Words(N_("{name} ends with {ending} and is not read."), N_("Rename it to {remedy}.")),
    "not-an-issue-name": Words(
        N_("{name} is not the name of an issue."),
        N_("Name it for example 2026-q3.yaml or 2026-q3-extra.yaml, in lower case and without å, ä, ö; or move it away."),
    ),
}

SYNTAX: dict[str, Words] = {
    "alias": Words(N_("The value begins with * and is read as a reference."), QUOTE_IT),
    "anchor": Words(N_("The value begins with & and its first word would be lost."), QUOTE_IT),
    "tag": Words(N_("The value begins with an exclamation mark and its first word would be lost."), QUOTE_IT),
    "bad-escape": Words(
        N_("A backslash in double quotes begins a code, and this one does not exist."),
        N_("Write two backslashes, or use single quotes around the text."),
    ),
    "block-header": Words(
        N_("After {sign} nothing more may stand on the line."), N_("Begin the text on the next line, indented by two spaces.")
    ),
    "colon-in-text": Words(N_("The text contains a colon."), N_('Put straight quotes around it: {key}: "…"')),
    "colon-in-item": Words(N_("The text contains a colon."), N_('Put straight quotes around the whole item: - "…"')),
    "duplicate-key": Words(
        N_("The key “{key}” occurs twice."), N_("The first is on line {line}. Keep one of them, or merge them.")
    ),
    "flattened-text": Words(
        N_("The text would become one paragraph: “{value}” would not stand on a line of its own."),
        N_("Write | after the colon, and the text on the lines below, indented by two spaces: {key}: |"),
    ),
    "flattened-text/comment": Words(
        N_("“{value}” would be lost: what follows # is read as a comment."),
        N_(
            "Write | after the colon, and the text on the lines below, indented by two spaces: {key}: | "
            "Put two spaces before # if it is a comment."
        ),
    ),
    "indentation": Words(
        N_("The line is not indented like the lines it belongs with."),
        N_("Keys that belong together begin in the same column; text that continues a value is indented further than its key."),
    ),
    "key-not-text": Words(N_("A key must be a single word."), N_("Write a key, a colon and a value: title: Rubrik")),
    "missing-colon": Words(
        N_("The line has neither a key with a colon nor a place in the text above."),
        N_(
            "Write a key, a colon and a space first. If it continues the text above, write | after the colon of that text, and "
            "all its lines below, indented by two spaces."
        ),
    ),
    "missing-colon/sign": Words(
        N_("After “{key}” there is {sign} where a colon should be."), N_("Write {key}: and then a space.")
    ),
    "missing-dash": Words(
        N_("“{key}” begins something new in a list, and its dash is missing."),
        N_("Write a dash and a space before it, as above: - {key}: …"),
    ),
    "no-space-after-colon": Words(N_("A space is missing after the colon."), N_("Write {key}: and then a space.")),
    "odd-whitespace": Words(
        N_("The line has a space of another sort ({character}) in its indentation or beside its key."),
        N_("It often comes with pasted text. Delete the space and type it again."),
    ),
    "quote-then-text": Words(
        N_("The value begins with a quotation mark but goes on after the closing one."),
        N_("Use typographic quotes inside the text (“…”), or put single quotes around the whole value: {key}: '…'"),
    ),
    "quote-then-text/single": Words(
        N_("The value begins with a quotation mark but goes on after the closing one."),
        N_('Write ’ inside the text, or put double quotes around the whole value: {key}: "…"'),
    ),
    "several-documents": Words(
        N_("A line with --- or ... ends the content of the file, but more follows."),
        N_("Delete the line; indent it if it is a rule in a text."),
    ),
    "merge-mark": Words(
        N_("The line is a mark of Git's: two have changed the same place."),
        N_("Keep the text that is right between <<<<<<< and >>>>>>>, and delete the marks."),
    ),
    "no-space-after-dash": Words(
        N_("A space is missing after the hyphen."), N_("Write a hyphen and a space before the first key of an item.")
    ),
    "other-bullet": Words(
        N_("An item begins with {sign}, but must begin with a hyphen."), N_("Write - and a space instead of {sign}.")
    ),
    "percent-first": Words(
        N_("A line cannot begin with %."), N_("Indent it if it belongs to the text above; else take it away.")
    ),
    "special-start": Words(
        N_("A value cannot begin with {sign} unless it stands in quotes."), N_('Put straight quotes around it: {key}: "…"')
    ),
    "special-start-item": Words(
        N_("A value cannot begin with {sign} unless it stands in quotes."),
        N_('Put straight quotes around the whole item: - "…"'),
    ),
    "syntax": Words(
        N_("The file cannot be understood from here on."),
        N_("Compare the line, and the one above it, with a sample: indentation, colons, hyphens, quotes and brackets."),
    ),
    "tab": Words(N_("The line is indented with a tab."), N_("Use spaces instead of tabs at the beginning of the line.")),
    "tab-inside": Words(N_("There is a tab here, where only spaces can be."), N_("Delete the tab and type a space.")),
    "too-deep": Words(
        N_("The content is nested in more than {limit} levels."), N_("See if a bracket or a hyphen is repeated by mistake.")
    ),
    "too-deep/file": Words(
        N_("The content is nested too deeply to be read."), N_("Copy its text into a new file, and read that instead.")
    ),
    "too-many": Words(N_("The file holds more than {limit} values."), N_("See if something has been pasted many times over.")),
    "unclosed-quote": Words(N_("The quotation mark that begins here is never closed."), N_("Put one last on the same line.")),
    "unclosed-bracket": Words(
        N_("The bracket {sign} that begins here is never closed."),
        N_('Close it; or, if it is part of a text, put straight quotes around the whole: {key}: "…"'),
    ),
}

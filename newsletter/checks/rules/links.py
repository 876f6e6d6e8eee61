"""Links: whether their words say where they lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.checks import markdown
from newsletter.checks.passages import Form, passages
from newsletter.checks.rule import Remark, rule
from newsletter.letter.markdown import links as printed_links
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Location, Severity
from newsletter.model.issue import Issue
from newsletter.model.urls import split_url

SUBJECT = N_("The words of links")

VAGUE = frozenset({
    "här", "där", "hit", "läs", "läs här", "läs mer", "läs mer här", "läs vidare", "se här", "se mer", "tryck här",
    "klicka", "klicka här", "mer", "mer här", "mer info", "mer information", "via länken",
    "via länk", "följ länken", "följ den här länken", "på den här länken", "på denna länk", "på länken", "tryck", "öppna",
    "se länk", "se länken", "link", "here", "click here", "read more", "läs mer på", "mer finns här", "finns här", "info",
    "länk", "länken", "den här länken", "denna länk", "den här sidan", "denna sida",
})  # fmt: skip
_DOMAIN = re.compile(r"(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,})(?P<path>/[^\s?#]*)?(?:[?#]\S*)?", re.IGNORECASE)
_WEB = re.compile(rf"(?:https?://|(?=www\.)){_DOMAIN.pattern}", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")
_SPLIT = re.compile(r"\[[^\[\]\n]+\]\s+\((?:https?://|mailto:|www\.)[^)\s]*\)")
_UNFINISHED = re.compile(
    r"""
    \[[^\[\]\n]{2,80}\]\[[^\[\]\n]*\]                                               # [protokollet][1]
    | \[[^\[\]\n]{2,80}\]\((?:https?:|mailto:|www\.)[^)\s]*(?=\s|\Z)                # [bilagan](https://… without its end
    | \([^()\n]{2,80}\)\[(?:https?:|www\.)[^\]\n]*\]                                # (bilagan)[https://…]
    """,
    re.VERBOSE,
)
LONGEST_ADDRESS = 50
"""Characters of an address that may stand in running text."""


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """``before`` is the text before a link in Markdown; None for a link that is a value of its own."""

    location: Location
    text: str
    target: str
    before: str | None = None


def markdown_links(issue: Issue) -> Iterator[PlacedLink]:
    """Those that were written as links, and the bare addresses that are printed as such."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            written = [(link.text, link.target) for link in markdown.links(passage.text)]
            for text, target in dict.fromkeys((*written, *printed_links(passage.text))):
                yield PlacedLink(passage.location, text, target, markdown.before_link(passage.text, text, target))


def _links_with_words(issue: Issue) -> Iterator[PlacedLink]:
    """Links whose words the editor chose as a link's words."""
    yield from markdown_links(issue)
    for location, button in issue.buttons():
        yield PlacedLink((*location, "text"), button.text, button.url)


def _all_links(issue: Issue) -> Iterator[PlacedLink]:
    yield from _links_with_words(issue)
    for location, item in issue.linked_items():
        if item.url:
            yield PlacedLink((*location, "title"), item.title, item.url)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


@rule(Severity.WARNING, N_("Who hears the links read out, or skims, hears only ”here, here, here”."))
def vague_link_text(issue: Issue) -> Iterator[Remark]:
    """”här” says nothing to a reader who skims, or hears the links read out."""
    for link in _all_links(issue):
        if _bare(link.text) in VAGUE or _bare(link.text).startswith(("klicka här", "tryck här")) or not link.text:
            yield Remark(
                link.location,
                _("The link text “{text}” does not say where the link leads.").format(text=link.text),
                _("Let the link be the words that name what the reader gets to: [the report on waiting times](https://…)."),
                before=link.before,
            )


@rule(Severity.WARNING, N_("Words that are the same are taken for the same page."))
def one_text_two_targets(issue: Issue) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for link in _all_links(issue):
        known = first.setdefault(_bare(link.text), link.target)
        if known != link.target and _bare(link.text) not in VAGUE:
            yield Remark(
                link.location,
                _("The link text “{text}” leads to {target} here, but to {other} earlier in the issue.").format(
                    text=link.text, target=link.target, other=known
                ),
                _("Give the links different words, or the same address."),
                before=link.before,
            )


@rule(Severity.WARNING, N_("It is a mistake here, and the mark of a fraud elsewhere: mail programs warn of it."))
def text_is_other_address(issue: Issue) -> Iterator[Remark]:
    """Words that look like an address, over a link to another: a mistake here, and the mark of a fraud elsewhere."""
    for link in _all_links(issue):
        shown, real = address_in(link.text), address_in(link.target)
        if shown[0] and not _agree(shown, real):
            yield Remark(
                link.location,
                _("The link text “{text}” looks like an address, but the link leads to {target}.").format(
                    text=link.text, target=link.target
                ),
                _("Write the same address in both places, or describe the page in words."),
                before=link.before,
            )


def address_in(text: str) -> tuple[str, str]:
    """The mail address, or the host and path, that the text shows or is; empty where it is words."""
    if mail := _MAIL.search(text):
        return mail[0].casefold(), ""
    found = _WEB.search(text) or _DOMAIN.fullmatch(text.strip())
    if not found:
        return "", ""
    encoded = split_url(markdown.percent_encode(f"https://{found['host']}{found['path'] or ''}"))
    return ((encoded.hostname or "").removeprefix("www."), encoded.path.rstrip("/.,")) if encoded else ("", "")


def _agree(shown: tuple[str, str], real: tuple[str, str]) -> bool:
    return shown[0] == real[0] and shown[1] in ("", real[1])


@rule(Severity.WARNING, N_("Markdown prints the brackets and the address as they stand."))
def split_link(issue: Issue) -> Iterator[Remark]:
    """A blank between ``]`` and ``(`` makes Markdown print both."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            for match in _SPLIT.finditer(passage.text):
                yield Remark(
                    passage.location,
                    _("“{text}” does not become a link: there is a space between ] and (.").format(text=match[0]),
                    _("Take the space away."),
                    before=passage.text[: match.start()],
                )


@rule(Severity.WARNING, N_("Markdown prints the brackets as they stand, and there is nothing to follow."))
def unfinished_link(issue: Issue) -> Iterator[Remark]:
    """Brackets that Markdown prints as they stand: a reference to nothing, no end, or the halves in the wrong order."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            for match in _UNFINISHED.finditer(markdown.words(passage.text)):
                yield Remark(
                    passage.location,
                    _("“{text}” does not become a link.").format(text=match[0].strip()),
                    _("Write [words](https://…): the words in square brackets, the address in round ones, close together."),
                    before=passage.before(match[0]),
                )


@rule(Severity.WARNING, N_("A long address is read out sign by sign, and breaks lines on a telephone."))
def raw_address(issue: Issue) -> Iterator[Remark]:
    """An address for its own words: a screen reader says it sign by sign."""
    for link in markdown_links(issue):
        if link.target.lower().startswith("http") and len(link.text) > LONGEST_ADDRESS and _WEB.fullmatch(link.text):
            yield Remark(
                link.location,
                _("An address of {n} characters stands in the text.").format(n=len(link.text)),
                _("Write [words that say what it is](the address)."),
                before=link.before,
            )

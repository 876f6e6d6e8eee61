"""Where links lead: what cannot be followed, what hides where it goes, what tells on the reader."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError

from newsletter.checks import markdown
from newsletter.checks.passages import Form, passages
from newsletter.checks.rule import Remark, rule
from newsletter.checks.rules.links import PlacedLink, address_in, markdown_links
from newsletter.checks.subjects import LinkedPage, PageState
from newsletter.locale import N_, _
from newsletter.model.addresses import Target
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue
from newsletter.model.urls import host_of

SUBJECT = N_("Where links lead")

EXAMPLES = frozenset({"example.com", "example.net", "example.org", "exempel.se"})
_SHORTENERS_TEXT = """\
bit.ly bitly.com buff.ly cutt.ly dlvr.it fb.me goo.gl ift.tt is.gd j.mp kortlink.se lnkd.in ow.ly rb.gy rebrand.ly s.id
shorturl.at snip.ly t.co t.ly tiny.cc tinyurl.com trib.al v.gd wp.me x.gd aka.ms amzn.to bl.ink short.io
shorte.st u.to ur.ly qr.ae bit.do adf.ly mcaf.ee 1url.com tr.im clck.ru kutt.it lc.cx n9.cl urlz.fr
"""
SHORTENERS = frozenset(_SHORTENERS_TEXT.split())
_REWRITERS = (
    "safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com", "l.facebook.com", "lm.facebook.com",
    "linkprotect.cudasvc.com", "protect.checkpoint.com", "click.mailchimp.com", "list-manage.com",
)  # fmt: skip
_TRACKERS = re.compile(
    r"""
    utm_\w+ | fbclid | gclid | dclid | msclkid | mc_[ce]id | igshid | igsh | yclid   # links for campaigns and advertisements
    | _hs(?:enc|mi) | vero_id | mkt_tok                                              # programs that send letters
    | twclid | si                                                                    # what sharing adds
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OWN_NETWORK = (".local", ".localhost", ".internal", ".lan", ".intern", ".home", ".corp")
_PLAIN_WEB = re.compile(r"\bhttps?://[^\s<>”\"()]+", re.IGNORECASE)
_UNLINKED = re.compile(
    r"""
    (?<![\w@./:-])                                                                   # not in an address already
    (?:
        www\.[\w-]+(?:\.[\w-]+)+                                                     # www.regiongruppen.example
        | (?:[\w-]+\.)+(?:se|nu|org|com|eu|net|fi|no|dk)(?=/[\w-])                   # regiongruppen.se/motioner
    )
    (?:/[^\s<>”\"()]*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TARGET: TypeAdapter[str] = TypeAdapter(Target)


def targets(issue: Issue) -> Iterator[PlacedLink]:
    """Every address of the issue, of keys and of Markdown, and those that are to be pasted elsewhere."""
    for passage in passages(issue):
        if passage.form is Form.ADDRESS:
            yield PlacedLink(passage.location, "", passage.text)
        elif passage.form is Form.PLAIN:
            for match in _PLAIN_WEB.finditer(passage.text):
                yield PlacedLink(passage.location, "", match[0], passage.text[: match.start()])
    yield from markdown_links(issue)


def _host(target: str) -> str:
    return host_of(target).removeprefix("www.").rstrip(".")


@rule(Severity.WARNING, N_("Anyone on the way can see and change the page, and the browser warns the reader."))
def insecure_link(issue: Issue) -> Iterator[Remark]:
    for link in targets(issue):
        if link.target.lower().startswith("http:"):
            yield Remark(
                link.location,
                _("The link {target} is not encrypted.").format(target=link.target),
                _("Try the same address with https:// at the front."),
                before=link.before,
            )


@rule(Severity.ERROR, N_("A link that leads nowhere from a letter makes the letter look careless, or dangerous."))
def unusable_link(issue: Issue) -> Iterator[Remark]:
    """A Markdown link that is held to what a button's address is held to."""
    for link in markdown_links(issue):
        try:
            _TARGET.validate_python(link.target)
        except ValidationError:
            yield Remark(
                link.location,
                _("The link “{text}” leads to “{target}”, which cannot be followed from a letter.").format(
                    text=link.text, target=link.target
                ),
                _("Write the whole address: https://… for a page, mailto:name@domain for an e-mail address."),
                before=link.before,
            )


@rule(Severity.WARNING, N_("The skeleton's example was left in."))
def example_address(issue: Issue) -> Iterator[Remark]:
    """The address of the skeleton's examples; ``.example`` domains are for trying the program out."""
    for link in targets(issue):
        if address_in(link.target)[0] in EXAMPLES and "@" not in link.target:
            yield Remark(
                link.location,
                _("The link {target} is the example's, not yours.").format(target=link.target),
                _("Write the address of the page that you mean."),
                before=link.before,
            )


@rule(
    Severity.WARNING,
    N_("The reader cannot see where it leads, spam filters distrust it, and the service counts who follows it."),
)
def link_shortener(issue: Issue) -> Iterator[Remark]:
    for link in targets(issue):
        if _host(link.target) in SHORTENERS:
            yield Remark(
                link.location,
                _("The link {target} hides where it leads, counts who follows it and may stop working.").format(
                    target=link.target
                ),
                _("Follow it yourself, and write the address that you come to."),
                before=link.before,
            )


@rule(
    Severity.WARNING,
    N_("The link was copied from a mail or a post where another service stands in between, and notes who follows it."),
)
def rewritten_link(issue: Issue) -> Iterator[Remark]:
    """Copied from a mail or a post, where another service had put itself in between."""
    for link in targets(issue):
        if any(_host(link.target) == name or _host(link.target).endswith(f".{name}") for name in _REWRITERS):
            yield Remark(
                link.location,
                _("The link goes through {host}, which notes who follows it.").format(host=_host(link.target)),
                _("Open the page, and copy its own address from the browser."),
                before=link.before,
            )


@rule(Severity.WARNING, N_("The reader's opinion is no concern of an advertising company's; the letter tracks nobody."))
def tracking_link(issue: Issue) -> Iterator[Remark]:
    for link in targets(issue):
        if found := _tracker(link.target):
            yield Remark(
                link.location,
                _("“{name}” in the link {target} is there to follow the reader.").format(name=found, target=link.target),
                _("Take it away: the page is found without it."),
                before=link.before,
            )


def _tracker(target: str) -> str | None:
    if "?" not in target or target.lower().startswith("mailto:"):
        return None
    names = (name for name, _value in parse_qsl(target.partition("?")[2].partition("#")[0], keep_blank_values=True))
    return next((name for name in names if _TRACKERS.fullmatch(name.lower())), None)


@rule(Severity.WARNING, N_("It works for you, at work, and for no reader."))
def link_to_own_network(issue: Issue) -> Iterator[Remark]:
    for link in targets(issue):
        if _is_inside(_host(link.target)):
            yield Remark(
                link.location,
                _("The link {target} works on your own network only.").format(target=link.target),
                _("Link to a page that everybody can reach, or put the text in the letter."),
                before=link.before,
            )


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host.endswith(_OWN_NETWORK)


@rule(Severity.WARNING, N_("An address without https:// is printed, and cannot be followed."))
def unlinked_address(issue: Issue) -> Iterator[Remark]:
    """”www.…” in a text: only addresses that begin with https:// become links."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            text = markdown.words_outside_links(passage.text)
            for match in _UNLINKED.finditer(text):
                yield Remark(
                    passage.location,
                    _("“{text}” does not become a link.").format(text=match[0].rstrip(".,")),
                    _("Write https:// at the front, or better: [words that say what it is](https://…)."),
                    before=passage.before(match[0]),
                )


@rule(Severity.WARNING, N_("The page is gone, or the name of the site does not exist."))
def dead_link(page: LinkedPage) -> Iterator[Remark]:
    if page.answer.state is PageState.GONE:
        message = _("The link {url} leads nowhere ({detail}).").format(url=page.url, detail=page.answer.detail)
        yield Remark(page.location, message, _("Find the page's new address, or take the link away."), page.before)


@rule(Severity.WARNING, N_("A page that does not answer now may not answer the reader either."))
def link_unanswered(page: LinkedPage) -> Iterator[Remark]:
    if page.answer.state is PageState.SILENT:
        message = _("The link {url} does not answer ({detail}).").format(url=page.url, detail=page.answer.detail)
        yield Remark(page.location, message, _("Try it in a browser; if it works there, try again later."), page.before)


@rule(Severity.WARNING, N_("The old address works for a time, and then stops."))
def link_moved(page: LinkedPage) -> Iterator[Remark]:
    if page.answer.state is PageState.MOVED:
        message = _("The page {url} has moved to {new}.").format(url=page.url, new=page.answer.detail)
        yield Remark(page.location, message, _("Write the new address."), page.before)


@rule(Severity.WARNING, N_("The page answers, but does not let a program look: only a person can say whether it is right."))
def link_not_shown(page: LinkedPage) -> Iterator[Remark]:
    if page.answer.state is PageState.NOT_SHOWN:
        yield Remark(
            page.location,
            _("The page {url} lets no program look at it ({detail}).").format(url=page.url, detail=page.answer.detail),
            _("Open it yourself, best in a private window: is it the right page, open to all?"),
            page.before,
        )


@rule(Severity.WARNING, N_("The address leads into somebody's own network; it is never fetched."))
def link_not_public(page: LinkedPage) -> Iterator[Remark]:
    if page.answer.state is PageState.NOT_PUBLIC:
        yield Remark(
            page.location,
            _("The link {url} leads to an address that is not public, and was not fetched.").format(url=page.url),
            _("Link to a page that everybody can reach."),
            page.before,
        )

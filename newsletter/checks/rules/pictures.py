"""Pictures for those who cannot see them, and what they weigh."""

import re
from collections.abc import Iterator

from newsletter.checks.passages import bare_words
from newsletter.checks.rule import Remark, rule
from newsletter.letter import Content
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue

SUBJECT = N_("Pictures")

LONGEST_ALT = 250
HEAVY_TOGETHER = 600_000
"""Bytes of all pictures; a telephone on a poor connection takes half a minute for a megabyte."""
_EMPTY_WORDS_TEXT = """\
bild bilden bilder foto fotot fotografi fotografiet image picture photo photograph illustration grafik diagram karta
logga logo logotyp omslag omslagsbild omslagsbilden dekor dekoration dekorativ dekorativ_bild alt alttext alternativtext
bildtext ingen tom tomt skärmbild skärmdump porträtt gruppbild pressbild arkivbild genrebild exempelbild ikon banner
header untitled namnlös okänd vet_ej
"""
EMPTY_WORDS = frozenset(_EMPTY_WORDS_TEXT.split())
_FILE_NAME = re.compile(
    r"""
    \S+\.(?:jpe?g|png|gif|webp|heic|svg|tiff?|bmp)             # torget.jpg
    | (?:img|dsc[nf]?|p|pict|image|bild|foto|photo|skärmavbild)[ _-]?\d[\d_ -]*   # IMG_2041: what cameras call a picture
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEGINNING = re.compile(
    r"""
    (?:det\s+här\s+är\s+)?(?:en\s+|ett\s+)?                    # det här är en
    (?:bild|foto|fotografi|illustration|image|picture|photo)(?:en|et|t)?
    \s+(?:på|av|som|från|visar|föreställer|med|där|of)\b       # bild på
    """,
    re.IGNORECASE | re.VERBOSE,
)


@rule(Severity.WARNING, N_("Who cannot see the picture gets to know that there is one, and nothing more."))
def empty_alt(issue: Issue) -> Iterator[Remark]:
    """A word, or a file's name, that says nothing of what the picture shows."""
    for location, picture in issue.pictures():
        if _says_nothing(picture.alt, picture.src):
            yield Remark(
                (*location, "alt"),
                _("The alternative text “{alt}” does not say what the picture shows.").format(alt=picture.alt),
                _("Describe it as you would to somebody on the telephone: who, where, what happens."),
            )


def _says_nothing(alt: str, src: str) -> bool:
    words = "_".join(re.findall(r"[^\W_]+", alt.casefold()))
    stem = "_".join(re.findall(r"[^\W_]+", src.rpartition("/")[2].rpartition(".")[0].casefold()))
    return (
        not words
        or words in EMPTY_WORDS
        or re.sub(r"_?\d+$", "", words) in EMPTY_WORDS
        or words == stem
        or bool(_FILE_NAME.fullmatch(alt.strip()))
    )


@rule(Severity.WARNING, N_("The screen reader says ”image” by itself."))
def alt_says_picture(issue: Issue) -> Iterator[Remark]:
    for location, picture in issue.pictures():
        if match := _BEGINNING.match(picture.alt):
            yield Remark(
                (*location, "alt"),
                _("The alternative text begins “{text}”, and a screen reader has just said that it is a picture.").format(
                    text=match[0]
                ),
                _("Begin with what is seen."),
            )


@rule(Severity.WARNING, N_("The same words are read out twice."))
def alt_repeats_caption(issue: Issue) -> Iterator[Remark]:
    for location, picture in issue.pictures():
        if picture.caption and bare_words(picture.caption) == bare_words(picture.alt):
            yield Remark(
                (*location, "alt"),
                _("The alternative text is the same as the caption, and is read out twice."),
                _("Let alt describe the picture, and the caption tell what it means."),
            )


@rule(Severity.WARNING, N_("Different pictures do not show the same thing; one of the texts was copied."))
def repeated_alt(issue: Issue) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for location, picture in issue.pictures():
        other = seen.setdefault(bare_words(picture.alt), picture.src)
        if other != picture.src and not _says_nothing(picture.alt, picture.src):
            yield Remark(
                (*location, "alt"),
                _("Two pictures, {src} and {other}, have the same alternative text.").format(src=picture.src, other=other),
                _("Describe what each of them shows."),
            )


@rule(Severity.WARNING, N_("An alternative text cannot be paused or gone back in."))
def long_alt(issue: Issue) -> Iterator[Remark]:
    for location, picture in issue.pictures():
        if len(picture.alt) > LONGEST_ALT:
            yield Remark(
                (*location, "alt"),
                _("The alternative text is {n} characters, preferably at most {max}: it is read out in one go.").format(
                    n=len(picture.alt), max=LONGEST_ALT
                ),
                _("Shorten it, and put the rest in the text."),
            )


@rule(Severity.WARNING, N_("Many read the letter on a telephone with a poor connection, and mailboxes are small."))
def heavy_pictures(content: Content) -> Iterator[Remark]:
    weight = sum(len(image.data) for image in content.images)
    if weight > HEAVY_TOGETHER:
        yield Remark(
            (),
            _("The pictures weigh {size} kB together, preferably at most {max}.").format(
                size=round(weight / 1000), max=HEAVY_TOGETHER // 1000
            ),
            _("Use fewer of them: many read the letter on a telephone with a poor connection."),
        )

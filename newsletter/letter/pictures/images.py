"""The pictures of an issue: found inside the workspace, encoded, embedded by Content-ID; never fetched from anywhere."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from newsletter.disk import TooBig, read_whole, real_path
from newsletter.letter.content import InlineImage
from newsletter.letter.pictures.encoded import Encoded, Trouble, encode_once
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Code, Finding, Location, Severity
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings

HEAVIEST = 200_000
HEAVIEST_TOGETHER = 800_000
COLUMN = 536
"""The width of the letter's column in CSS pixels."""
LOGO = 200
"""The widest a logo is shown."""
_ENOUGH_OF_A_LOGO = 0.5
_LARGEST_FILE = 40_000_000
IMAGE_TOO_SMALL = Code(
    "image-too-small", Severity.WARNING, N_("It is stretched over the column, and looks coarse on a good screen.")
)
LOGO_HARDLY_SEEN = Code(
    "logo-hardly-seen", Severity.WARNING, N_("What is there to say who writes says nothing if it melts into the head.")
)
_WHY = {
    Trouble.MISSING: N_("Readers would see an empty frame."),
    Trouble.OUTSIDE: N_("Only files in the newsletter's own folder may get into a letter."),
    Trouble.NOT_AN_IMAGE: N_("Mail clients show JPEG, PNG and GIF, and nothing else for certain."),
    Trouble.TOO_LARGE: N_("Such a file takes more memory than there may be."),
    Trouble.TOO_HEAVY: N_("A picture may weigh 200 kB, so that the letter reaches small mailboxes."),
}
_TROUBLES = {trouble: Code(str(trouble), Severity.ERROR, reason) for trouble, reason in _WHY.items()}
PICTURE_CODES = (IMAGE_TOO_SMALL, LOGO_HARDLY_SEEN, *_TROUBLES.values())
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class EmbeddedImage:
    """An embedded picture and the size, in CSS pixels, that it is shown in."""

    image: InlineImage
    width: int
    height: int


def image_sources(issue: Issue) -> Iterator[tuple[Location, str]]:
    """Every ``src`` of the issue and where it stands."""
    return (((*location, "src"), picture.src) for location, picture in issue.pictures())


def embed_images(issue: Issue, directory: Path) -> Mapping[str, EmbeddedImage]:
    """By ``src``, those that can be shown; ``image_findings`` says what is wrong with the others."""
    limit = _limit(issue)
    encoded = {src: _encode_file(directory, directory / "issues", src, limit) for _location, src in image_sources(issue)}
    return {src: _embed(src, picture) for src, picture in encoded.items() if isinstance(picture, Encoded)}


def embed_logo(settings: Settings, directory: Path) -> EmbeddedImage | None:
    """The organisation's logo, if it has one that can be shown; ``logo_findings`` says what is wrong with another."""
    logo = settings.appearance.logo
    picture = _encode_file(directory, directory, logo.src, HEAVIEST) if logo else None
    return _embed(logo.src, picture, widest=LOGO) if logo and isinstance(picture, Encoded) else None


def image_findings(issue: Issue, directory: Path) -> tuple[Finding, ...]:
    """What is wrong with the pictures that the issue refers to, each at its ``src``."""
    limit = _limit(issue)
    return tuple(
        finding
        for location, src in image_sources(issue)
        for finding in _findings(location, src, _encode_file(directory, directory / "issues", src, limit))
    )


def logo_findings(settings: Settings, directory: Path) -> tuple[Finding, ...]:
    """The same for ``appearance.logo`` in the settings."""
    logo = settings.appearance.logo
    if logo is None:
        return ()
    picture = _encode_file(directory, directory, logo.src, HEAVIEST)
    if not isinstance(picture, Trouble):
        return _hardly_seen(logo.src, picture, settings.appearance.accent)
    (found,) = _findings(("appearance", "logo", "src"), logo.src, picture)
    beside = _("Put the picture itself beside newsletter.yaml, and write its name as src.")
    return (replace(found, hint=beside) if picture in (Trouble.MISSING, Trouble.OUTSIDE) else found,)


def _hardly_seen(src: str, picture: Encoded, ground: str) -> tuple[Finding, ...]:
    from newsletter.letter.pictures.encoding import share_seen  # noqa: PLC0415 - Pillow, which only a logo's look needs

    if picture.media_type != "image/png" or share_seen(picture.data, ground) >= _ENOUGH_OF_A_LOGO:
        return ()
    message = _("The logo {src} can hardly be seen on the head's colour {colour}.").format(src=src, colour=ground)
    hint = _("Use a white logo, or one with a ground of its own.")
    return (LOGO_HARDLY_SEEN.finding(("appearance", "logo", "src"), message, hint),)


def _limit(issue: Issue) -> int:
    """Bytes for each picture: many pictures share what one letter may weigh."""
    different = len({src for _location, src in image_sources(issue)})
    return min(HEAVIEST, HEAVIEST_TOGETHER // max(different, 1))


def _encode_file(workspace: Path, folder: Path, src: str, limit: int) -> Encoded | Trouble:
    path = _find_file(folder, src)
    if path is None:
        return Trouble.MISSING
    if not real_path(path).is_relative_to(real_path(workspace)):
        return Trouble.OUTSIDE
    try:
        return encode_once(read_whole(path, _LARGEST_FILE), limit)
    except TooBig:
        return Trouble.TOO_LARGE


def _find_file(folder: Path, src: str) -> Path | None:
    """The file, also where its name differs in letter case or Unicode form (macOS writes å as two characters)."""
    path = folder
    for part in src.split("/"):
        if part in ("", "."):
            continue
        if not path.is_dir() or part == "..":
            return None
        alike = [entry for entry in path.iterdir() if _fold(entry.name) == _fold(part)]
        exact = [entry for entry in alike if entry.name == part]
        if len(exact or alike) != 1:
            return None
        path = (exact or alike)[0]
    return path if path.is_file() else None


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _embed(src: str, picture: Encoded, widest: int = COLUMN) -> EmbeddedImage:
    digest = hashlib.sha256(picture.data).hexdigest()[:20]
    stem = unicodedata.normalize("NFKD", Path(src).stem).encode("ascii", "ignore").decode()
    filename = f"{re.sub(r'[^A-Za-z0-9._-]+', '-', stem).strip('.-') or 'bild'}.{_ENDINGS[picture.media_type]}"
    width = min(widest, picture.width)
    return EmbeddedImage(
        InlineImage(f"{digest}@newsletter", filename, picture.media_type, picture.data),
        width,
        max(1, round(picture.height * width / picture.width)),
    )


def _findings(location: Location, src: str, picture: Encoded | Trouble) -> tuple[Finding, ...]:
    match picture:
        case Trouble():
            return (trouble_finding(location, src, picture),)
        case Encoded() if picture.original_width < COLUMN:
            message = _("The image {src} is only {width} pixels wide.").format(src=src, width=picture.original_width)
            hint = _("It will look small or coarse. Use a picture that is at least 1100 pixels wide.")
            return (IMAGE_TOO_SMALL.finding(location, message, hint),)
        case Encoded():
            return ()


def trouble_finding(location: Location, src: str, trouble: Trouble) -> Finding:
    message, hint = _words(trouble)
    return _TROUBLES[trouble].finding(location, message.format(src=src), hint)


def _words(trouble: Trouble) -> tuple[str, str]:
    match trouble:
        case Trouble.MISSING:
            return _("The image {src} does not exist."), _("Check the name, and that the file lies in issues/images.")
        case Trouble.OUTSIDE:
            return (
                _("The image {src} is a link that leads out of the newsletter's folder."),
                _("Copy the picture itself to issues/images."),
            )
        case Trouble.NOT_AN_IMAGE:
            return _("The file {src} is not an image that can be shown."), _("Save it as JPEG or PNG, and use that file.")
        case Trouble.TOO_LARGE:
            return _("The image {src} is too large to be opened."), _("Make it smaller, for example 2000 pixels wide.")
        case Trouble.TOO_HEAVY:
            return (
                _("The image {src} cannot be made light enough for a letter."),
                _("Make it smaller, or use fewer pictures in the issue."),
            )

"""Pictures: found as people name them, shrunk, upright, stripped, embedded; whatever cannot be shown is named at its place."""

import io
import unicodedata
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from newsletter.letter import cache, fill, standalone_html
from newsletter.letter.compile import compile_content
from newsletter.letter.pictures import Trouble, encoding, image_findings, logo_findings
from newsletter.letter.pictures import encoded as encoded_pictures
from newsletter.letter.pictures.encoded import Encoded, encode_once
from newsletter.letter.pictures.images import HEAVIEST, HEAVIEST_TOGETHER, embed_images
from newsletter.model.diagnostics import Finding, Severity
from newsletter.model.issue import Issue
from newsletter.model.settings import Appearance, Settings
from tests.conftest import ROOT
from tests.letter.conftest import SAMPLES, addressee
from tests.letter.html_tree import tree

SECRET = "N 59 22 48 E 13 30 15"


def drawn(width: int = 1600, height: int = 900, mode: str = "RGB") -> Image.Image:
    gradient = Image.linear_gradient("L").resize((width, height))
    return gradient.convert(mode)


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """What compresses worst."""
    return Image.frombytes(mode, (width, height), Random(1).randbytes(width * height * len(mode)))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def encoded(source: bytes, limit: int = HEAVIEST) -> Encoded:
    made = encode_once(source, limit)
    assert isinstance(made, Encoded)
    return made


def opened(made: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


@pytest.mark.parametrize(
    ("form", "mode", "media_type"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("PNG", "RGB", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "1", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("GIF", "P", "image/png"),
    ],
)
def test_every_sort_becomes_one_that_all_mail_programs_show(form: str, mode: str, media_type: str) -> None:
    made = encoded(saved(drawn(800, 400, mode), form))

    assert made.media_type == media_type
    assert opened(made).mode in ("RGB", "RGBA")
    assert opened(made).size == (made.width, made.height) == (800, 400)


def test_sixteen_bits_of_grey_keep_their_greys() -> None:
    greys = Image.frombytes("I;16", (256, 1), b"".join((257 * grey).to_bytes(2, "little") for grey in range(256)))
    shown = opened(encoded(saved(greys, "PNG"))).convert("L")
    assert list(shown.tobytes()) == list(range(256))


def test_sixteen_bits_of_grey_with_a_see_through_value_are_shown() -> None:
    greys = Image.frombytes("I;16", (2, 1), (0x8080).to_bytes(2, "little") + (0xFFFF).to_bytes(2, "little"))
    assert opened(encoded(saved(greys, "PNG", transparency=0xFFFF))).convert("L").tobytes() == b"\x80\xff"


def test_a_mode_that_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of the three kinds has one today; a later Pillow may give one, and its conversion would guess."""
    monkeypatch.setattr(encoding.ImageOps, "exif_transpose", lambda _image: Image.new("F", (8, 8), 300.0))
    assert encoding.encode(saved(drawn(8, 8), "PNG"), HEAVIEST) is Trouble.NOT_AN_IMAGE


def test_what_pillow_warns_of_is_not_told_in_its_words() -> None:
    """A camera's EXIF that was cut off: the picture is whole, and nothing is said."""
    cut = b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        encoded(saved(drawn(80, 40), "JPEG", exif=cut))
    assert told == []


def test_it_is_at_most_1200_pixels_wide_and_keeps_its_shape() -> None:
    made = encoded(saved(drawn(4000, 3000), "JPEG"))

    assert (made.width, made.height, made.original_width) == (1200, 900, 4000)


def test_a_tall_one_is_not_an_endless_strip() -> None:
    assert encoded(saved(drawn(600, 9000), "PNG")).height <= 2400


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_it_weighs_at_most_200_kilobytes_whatever_it_shows(form: str) -> None:
    made = encoded(saved(noise(1200, 900), form))

    assert len(made.data) <= 200_000
    assert made.width >= 536


@pytest.mark.slow
def test_what_cannot_be_made_light_is_said_to_be_so() -> None:
    assert encode_once(saved(noise(1200, 900), "PNG"), 2_000) is Trouble.TOO_HEAVY


def test_a_photograph_lies_as_it_was_held_and_says_nothing_of_where() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: held on its side
    exif[0x010E] = SECRET
    lying = saved(drawn(900, 600), "JPEG", exif=exif, comment=SECRET.encode())
    assert SECRET.encode() in lying

    made = encoded(lying)

    assert (made.width, made.height) == (600, 900)
    assert SECRET.encode() not in made.data
    assert not opened(made).getexif()
    assert "comment" not in opened(made).info


def test_nor_does_a_png() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", SECRET)
    made = encoded(saved(drawn(600, 400, "RGBA"), "PNG", pnginfo=words))

    assert SECRET.encode() not in made.data
    assert set(opened(made).info) <= {"gamma", "srgb"}


def test_colours_of_another_profile_are_turned_into_those_of_the_web() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    made = encoded(saved(drawn(600, 400), "JPEG", icc_profile=profile))

    assert "icc_profile" not in opened(made).info


def test_equal_sources_give_equal_bytes() -> None:
    source = saved(noise(700, 500), "PNG")

    assert encoding.encode(source, HEAVIEST) == encoding.encode(source, HEAVIEST)


def test_a_picture_made_by_an_earlier_command_is_the_same_picture() -> None:
    source = saved(noise(700, 500), "JPEG")
    made = encode_once(source, HEAVIEST)
    encoded_pictures._remembered.clear()

    assert encode_once(source, HEAVIEST) == made == encoding.encode(source, HEAVIEST)


def test_a_kept_picture_that_has_been_damaged_is_made_again() -> None:
    source = saved(noise(300, 200), "JPEG")
    made = encode_once(source, HEAVIEST)
    encoded_pictures._remembered.clear()
    folder = cache.folder()
    assert folder is not None
    for path in folder.glob("newsletter-picture-*"):
        path.write_bytes(path.read_bytes()[:-9])

    assert encode_once(source, HEAVIEST) == made


def test_a_picture_kept_for_one_limit_does_not_stand_for_another() -> None:
    source = saved(noise(700, 500), "JPEG")
    full = encode_once(source, HEAVIEST)
    assert isinstance(full, Encoded)
    light = encode_once(source, len(full.data) - 1)

    assert isinstance(light, Encoded)
    assert len(light.data) < len(full.data)
    assert encode_once(source, HEAVIEST) == full


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few bytes that would be a gigabyte when opened."""
    png = saved(Image.new("1", (8, 8)), "PNG")
    header = b"IHDR" + side.to_bytes(4) + side.to_bytes(4) + png[24:29]
    return png[:12] + header + zlib.crc32(header).to_bytes(4) + png[33:]


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        pytest.param(b"", Trouble.NOT_AN_IMAGE, id="an empty file"),
        pytest.param(b"Hej", Trouble.NOT_AN_IMAGE, id="a text"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", Trouble.NOT_AN_IMAGE, id="an SVG"),
        pytest.param(b"%PDF-1.7", Trouble.NOT_AN_IMAGE, id="a PDF"),
        pytest.param(saved(drawn(300, 300), "WEBP"), Trouble.NOT_AN_IMAGE, id="a WebP"),
        pytest.param(saved(drawn(300, 300), "TIFF"), Trouble.NOT_AN_IMAGE, id="a TIFF"),
        pytest.param(saved(noise(300, 300), "JPEG")[:5000], Trouble.NOT_AN_IMAGE, id="half a JPEG"),
        pytest.param(saved(noise(300, 300), "PNG")[:5000], Trouble.NOT_AN_IMAGE, id="half a PNG"),
        pytest.param(b"\xff\xd8\xff" + b"\x00" * 500, Trouble.NOT_AN_IMAGE, id="a JPEG of nothing"),
        pytest.param(bomb(), Trouble.TOO_LARGE, id="a decompression bomb"),
        pytest.param(bomb(8_500), Trouble.TOO_LARGE, id="a smaller bomb"),
    ],
)
def test_what_is_not_a_picture_to_show_is_refused(source: bytes, trouble: Trouble) -> None:
    assert encode_once(source, HEAVIEST) is trouble


def picture(src: str) -> dict[str, object]:
    return {"sections": [{"kind": "image", "src": src, "alt": "Alternativtext."}]}


def put(directory: Path, name: str, data: bytes = b"") -> Path:
    path = directory / "issues" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data or saved(drawn(), "PNG"))
    return path


def only(findings: tuple[Finding, ...]) -> tuple[str, str, tuple[str | int, ...]]:
    (finding,) = findings
    return finding.severity, finding.code, finding.location


@pytest.mark.parametrize(
    ("named", "on_disk"),
    [
        ("images/bild.png", "images/bild.png"),
        ("./images//bild.png", "images/bild.png"),
        ("images/Bild.PNG", "images/bild.png"),
        ("Images/bild.png", "images/bild.png"),
        (unicodedata.normalize("NFC", "images/bild-å.png"), unicodedata.normalize("NFD", "images/bild-å.png")),
        (unicodedata.normalize("NFD", "images/bild-å.png"), unicodedata.normalize("NFC", "images/bild-å.png")),
    ],
)
def test_a_file_is_found_as_people_name_it(small: Callable[..., Issue], named: str, on_disk: str, tmp_path: Path) -> None:
    put(tmp_path, on_disk)
    issue = small(**picture(named))

    assert image_findings(issue, tmp_path) == ()
    assert embed_images(issue, tmp_path)


def test_two_names_that_differ_in_case_alone_are_told_apart(small: Callable[..., Issue], tmp_path: Path) -> None:
    put(tmp_path, "images/a.png", saved(drawn(600, 300), "PNG"))
    put(tmp_path, "images/A.png", saved(drawn(600, 400), "PNG"))
    if len(list((tmp_path / "issues" / "images").iterdir())) == 1:
        return  # a file system that has one name for both

    assert next(iter(embed_images(small(**picture("images/A.png")), tmp_path).values())).height == round(400 * 536 / 600)


@pytest.mark.parametrize(
    ("src", "code"),
    [("images/finns-inte.png", "image-missing"), ("images", "image-missing"), ("images/text.png", "not-an-image")],
)
def test_a_fault_stands_at_its_src(small: Callable[..., Issue], src: str, code: str, tmp_path: Path) -> None:
    put(tmp_path, "images/text.png", b"text")

    assert only(image_findings(small(**picture(src)), tmp_path)) == (Severity.ERROR, code, ("sections", 0, "src"))


def test_the_words_for_a_missing_picture_are_those_of_the_handbook(small: Callable[..., Issue], tmp_path: Path) -> None:
    """A picture that is not there; the catalogue holds the Swedish."""
    (finding,) = image_findings(small(**picture("images/borta.jpg")), tmp_path)

    assert "images/borta.jpg" in finding.message
    assert finding.hint


def test_all_places_are_looked_at(small: Callable[..., Issue], tmp_path: Path) -> None:
    gone = {"src": "images/borta.jpg", "alt": "x"}
    article = {"kind": "article", "title": "x", "text": "x", "image": gone}
    issue = small(image=gone, sections=[article, {"kind": "image", **gone}])

    places = [finding.location for finding in image_findings(issue, tmp_path)]

    assert places == [("image", "src"), ("sections", 0, "image", "src"), ("sections", 1, "src")]


def test_a_link_out_of_the_workspace_is_not_followed(small: Callable[..., Issue], tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(saved(drawn(), "PNG"))
    inside = tmp_path / "ws" / "issues" / "images" / "bild.png"
    inside.parent.mkdir(parents=True)
    inside.symlink_to(outside)
    issue = small(**picture("images/bild.png"))

    assert only(image_findings(issue, tmp_path / "ws"))[:2] == (Severity.ERROR, "image-outside")
    assert not embed_images(issue, tmp_path / "ws")


def test_a_small_one_is_doubted_and_shown_in_its_own_size(small: Callable[..., Issue], tmp_path: Path) -> None:
    put(tmp_path, "images/liten.png", saved(drawn(300, 200), "PNG"))
    issue = small(**picture("images/liten.png"))

    assert only(image_findings(issue, tmp_path))[:2] == (Severity.WARNING, "image-too-small")
    assert next(iter(embed_images(issue, tmp_path).values())).width == 300


@pytest.mark.slow
def test_many_pictures_share_what_a_letter_may_weigh(small: Callable[..., Issue], tmp_path: Path) -> None:
    sections = []
    for number in range(8):
        put(tmp_path, f"images/{number}.jpg", saved(noise(900, 600 + number), "JPEG"))
        sections.append({"kind": "image", "src": f"images/{number}.jpg", "alt": "x"})
    issue = small(sections=sections)

    weight = sum(len(shown.image.data) for shown in embed_images(issue, tmp_path).values())

    assert image_findings(issue, tmp_path) == ()
    assert weight <= HEAVIEST_TOGETHER


def test_the_same_picture_twice_is_embedded_once(small: Callable[..., Issue], settings: Settings, tmp_path: Path) -> None:
    put(tmp_path, "images/bild.png")
    section = picture("images/bild.png")["sections"]
    assert isinstance(section, list)

    content = compile_content(small(sections=section * 2), settings, tmp_path)

    assert len(content.images) == 1


def test_a_file_name_travels_in_ascii(small: Callable[..., Issue], tmp_path: Path) -> None:
    put(tmp_path, "images/Åsas bild (1).png")
    (shown,) = embed_images(small(**picture("images/Åsas bild (1).png")), tmp_path).values()

    assert shown.image.filename == "Asas-bild-1.png"
    assert shown.image.cid.isascii()
    assert "<" not in shown.image.cid


def test_a_picture_that_cannot_be_shown_leaves_its_alt_text(
    small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    html = fill(compile_content(small(**picture("images/borta.png")), settings, tmp_path), addressee()).html
    assert html

    assert "Bild: Alternativtext." in html
    assert not list(tree(html).iter("img"))


def test_a_logo_stands_in_the_head(small: Callable[..., Issue], settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(saved(Image.new("RGBA", (400, 100), "white"), "PNG"))
    logo = {"src": "logo.png", "alt": "Vår symbol"}
    ours = Settings.model_validate(settings.model_dump(exclude_unset=True) | {"appearance": {"logo": logo}})

    content = compile_content(small(), ours, tmp_path)

    html = fill(content, addressee()).html
    assert html
    (image,) = tree(html).iter("img")
    assert (image.get("alt"), image.get("width")) == ("Vår symbol", "200")
    assert logo_findings(ours, tmp_path) == ()
    (tmp_path / "logo.png").unlink()
    assert only(logo_findings(ours, tmp_path)) == (Severity.ERROR, "image-missing", ("appearance", "logo", "src"))


@pytest.mark.parametrize("issue", SAMPLES)
def test_the_samples_pictures_are_faultless(issue: str, sample: Callable[[str], Issue]) -> None:
    assert image_findings(sample(issue), ROOT) == ()


def test_alone_in_a_browser_a_letter_has_its_pictures_inside(
    small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    put(tmp_path, "images/bild.png")
    html = standalone_html(fill(compile_content(small(**picture("images/bild.png")), settings, tmp_path), addressee()))

    assert "cid:" not in html
    assert 'src="data:image/png;base64,' in html


@pytest.mark.parametrize(
    ("colour", "mode", "codes"),
    [
        ((255, 255, 255, 255), "RGBA", []),
        ((40, 30, 30, 255), "RGBA", ["logo-hardly-seen"]),
        ((179, 23, 14, 255), "RGBA", ["logo-hardly-seen"]),
        ((255, 255, 255, 0), "RGBA", ["logo-hardly-seen"]),
        ((40, 30, 30), "RGB", []),
    ],
    ids=["white", "dark", "the head's own red", "nothing but glass", "with its own ground"],
)
def test_a_logo_must_stand_out_from_the_head(
    colour: tuple[int, ...], mode: str, codes: list[str], settings: Settings, tmp_path: Path
) -> None:
    drawing = Image.new(mode, (400, 100), (255, 255, 255, 0) if mode == "RGBA" else (255, 255, 255))
    drawing.paste(colour, (100, 20, 300, 80))
    (tmp_path / "logo.png").write_bytes(saved(drawing, "PNG"))
    ours = settings.model_copy(update={"appearance": Appearance.model_validate({"logo": {"src": "logo.png", "alt": "Vi"}})})

    assert [finding.code for finding in logo_findings(ours, tmp_path)] == codes

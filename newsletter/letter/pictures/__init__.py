"""The pictures of an issue: found, decoded, shrunk and embedded, with a finding for each that cannot be shown."""

from newsletter.letter.pictures.encoded import Trouble
from newsletter.letter.pictures.encoding import cut_apart
from newsletter.letter.pictures.images import PICTURE_CODES, image_findings, logo_findings, trouble_finding

__all__ = ["PICTURE_CODES", "Trouble", "cut_apart", "image_findings", "logo_findings", "trouble_finding"]

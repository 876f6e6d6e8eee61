"""The archive site: the issues as they were sent, without any addressee's name, with registers and a feed."""

from newsletter.editions.site.archive import build_site
from newsletter.editions.site.published import Published, publish

__all__ = [
    "Published",
    "build_site",
    "publish",
]

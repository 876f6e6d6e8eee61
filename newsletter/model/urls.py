"""The one reader of URLs: what Python refuses with an exception, in several ways, is here no URL and no fault."""

from contextlib import suppress
from urllib.parse import SplitResult, urljoin, urlsplit


def split_url(text: str) -> SplitResult | None:
    """The parts of ``text``, whose host and port can be asked for; None where it is no URL: ``https://[::1``, port 99999."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what validates it
    except ValueError:
        return None
    return parts


def port_is_wrong(text: str) -> bool:
    """Whether it would be a URL with another port, or with none."""
    with suppress(ValueError):
        parts = urlsplit(text)
        return split_url(text) is None and bool(parts.netloc)
    return False


def host_of(text: str) -> str:
    """The host's name in lower case; empty where there is none."""
    parts = split_url(text)
    return (parts.hostname if parts else None) or ""


def without_fragment(text: str) -> str:
    """What is asked of a server: the URL without ``#`` and what follows."""
    return text.partition("#")[0]


def follow(here: str, location: str) -> str:
    """Where a redirect from ``here`` leads; ``location`` itself where that is no URL."""
    try:
        return urljoin(here, location)
    except ValueError:
        return location

"""HTTP on connections that end in time and are kept between calls; what a request became is a value."""

from newsletter.delivery.transports.http.client import HttpClient, Reply, Silence
from newsletter.delivery.transports.http.connection import Limits

__all__ = ["HttpClient", "Limits", "Reply", "Silence"]

"""Letters through a mail server (RFC 5321)."""

from newsletter.delivery.transports.smtp.transport import SmtpTransport

__all__ = ["SmtpTransport"]

"""Short texts that readers paste and pass on."""

from newsletter.model.issue import Issue
from newsletter.model.sections import Share

_RULE = "\n- - - - -\n\n"


def short_texts(issue: Issue) -> str | None:
    """The texts to share, as they are pasted in WhatsApp or a text message; None for an issue without any."""
    texts = [_pasted(section) for section in issue.sections if isinstance(section, Share)]
    return _RULE.join(texts) if texts else None


def _pasted(share: Share) -> str:
    return f"{share.text}\n\n{share.url}\n" if share.url else f"{share.text}\n"

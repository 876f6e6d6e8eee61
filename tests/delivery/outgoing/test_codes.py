"""What is kept of a mail server's answer, and what it says."""

import pytest

from newsletter.delivery.outgoing.codes import cause_of_bounce, codes_of, enhanced_code
from newsletter.model.deliveries import Cause


@pytest.mark.parametrize(
    ("texts", "is_block", "cause"),
    [
        (("5.1.1", "550 5.1.1 no such user"), False, Cause.DEAD),
        (("5.1.10", ""), False, Cause.DEAD),
        (("", "550 5.1.2 domain does not exist"), False, Cause.DEAD),
        (("5.0.0", "550 5.1.1 no such user"), False, Cause.DEAD),
        (("5.1.8", "sender rejected"), False, Cause.OTHER),
        (("5.7.1", "see 5.1.1"), False, Cause.OTHER),
        (("4.1.1", ""), False, Cause.OTHER),
        (("", "552 5.2.2 mailbox full"), False, Cause.FULL),
        (("4.2.2", ""), False, Cause.FULL),
        (("5.2.2", ""), True, Cause.FULL),
        (("5.7.1", ""), True, Cause.BLOCKED),
        (("", "550 blocked 127.5.1.1"), False, Cause.OTHER),
        (("", "550"), False, Cause.OTHER),
    ],
)
def test_the_enhanced_code_says_why(texts: tuple[str, ...], is_block: bool, cause: Cause) -> None:
    """RFC 3463, 3.2 and 3.3; X.1.7 and X.1.8 are about the sender's address."""
    assert cause_of_bounce(*texts, is_block=is_block) is cause


def test_of_an_answer_the_codes_alone_are_kept() -> None:
    assert codes_of("5.1.1", "550 5.1.1 <kim@x.example> [203.0.113.7] unknown; 421 4.7.0") == "5.1.1 550 421 4.7.0"


@pytest.mark.parametrize(
    ("detail", "code"),
    [("bounces 550 5.1.1", "5.1.1"), ("5.0.0 550 5.1.1", "5.1.1"), ("5.0.0 550", "5.0.0"), ("550", ""), ("", "")],
)
def test_the_code_that_is_shown(detail: str, code: str) -> None:
    assert enhanced_code(detail) == code

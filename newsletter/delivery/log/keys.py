"""What the log knows an addressee by: its association, and a hash that outlives the address itself."""

import hashlib

from newsletter.model.addresses import MailAddress
from newsletter.model.recipients import Addressee

Key = tuple[str, str]
"""An association's id and the hash of an address."""


def key_of(addressee: Addressee) -> Key:
    return addressee.association_id, address_hash(addressee.address)


def address_hash(address: MailAddress) -> str:
    """What is left of a forgotten address: enough to know that it has been written to."""
    return key_hash(address.key)


def key_hash(key: str) -> str:
    """The same from ``MailAddress.key``, for whoever needs both."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()

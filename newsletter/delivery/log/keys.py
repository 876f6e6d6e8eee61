"""What the log knows an addressee by: its association, and a hash that outlives the address itself."""

import hashlib

from newsletter.model.addresses import MailAddress
from newsletter.model.recipients import Addressee

AddresseeKey = tuple[str, str]
"""An association's id and the hash of an address."""


def addressee_key(addressee: Addressee) -> AddresseeKey:
    return addressee.association_id, hash_address(addressee.address)


def hash_address(address: MailAddress) -> str:
    """What is left of a forgotten address: enough to know that it has been written to."""
    return hash_key(address.key)


def hash_key(key: str) -> str:
    """The same from ``MailAddress.key``, for whoever needs both."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()

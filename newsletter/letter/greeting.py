"""How an addressee is greeted (domain.md 4.2, 5.3)."""

import re

from newsletter.model.recipients import Addressee
from newsletter.model.swedish import swedish_list

DEFAULT_GREETING = "Hej partivänner!"
_FIELD = re.compile(r"\{(contact|name|municipality)\}")


def fields_of(template: str) -> tuple[str, ...]:
    """The names of what of an ``Addressee`` the template greets by."""
    made_of = {"contact": "first_names", "name": "association_name", "municipality": "municipality"}
    return tuple(made_of[field] for field in _FIELD.findall(template))


def greeting(template: str, addressee: Addressee) -> str:
    """The greeting with ``{contact}``, ``{name}`` and ``{municipality}`` filled in.

    If any field used is empty for this addressee, the default greeting. Braces in a name are never read as a field.
    """
    words = {
        "contact": swedish_list(addressee.first_names),
        "name": addressee.association_name,
        "municipality": addressee.municipality,
    }
    if not all(words[field] for field in _FIELD.findall(template)):
        return DEFAULT_GREETING
    return _FIELD.sub(lambda match: words[match[1]], template)

"""Which municipalities one is on, and not in: ”på Hammarö”, ”i Arvika”."""

import re

# Swedish is on an island (Svenska skrivregler; Språkrådet's Frågelådan: ”i eller på framför ortnamn”), and so on a municipality
# that bears the name of the island, or of the one among its islands, that its people live on: ”bo på Lidingö”. Öland is no
# municipality (Borgholm and Mörbylånga are: one is in them), but may well be what an association calls the place it works on.
# Not here, for one is in them: towns on an island (Vaxholm, Borgholm), a mainland with islands (Tyresö, Karlskrona), a
# peninsula (Sotenäs), and names that only end like an island's (Växjö, Norsjö).
ISLANDS = frozenset({"Ekerö", "Gotland", "Hammarö", "Lidingö", "Orust", "Tjörn", "Värmdö", "Öckerö", "Öland"})
_JOINED = re.compile(r"(, | och )")


def words_in_place(municipality: str) -> str:
    """``i Arvika och Eda``, ``på Hammarö``, ``på Hammarö och i Karlstad``: from the list ready to print, with its preposition
    wherever that is another than before. Before ”kommun” it is always ”i”, which the caller knows.
    """
    said, preposition = "", ""
    for number, piece in enumerate(_JOINED.split(municipality)):
        is_name = number % 2 == 0
        own = ("på" if piece in ISLANDS else "i") if is_name else preposition
        said += f"{own} {piece}" if own != preposition else piece
        preposition = own
    return said

"""Whether two words are one slip of the fingers apart."""


def one_slip(one: str, other: str) -> bool:
    """A letter too many, too few, wrong, or two that have changed places; equal words are not."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, back = one[start:], other[start:]
    return (
        rest[1:] == back[1:]
        or rest[1:] == back
        or rest == back[1:]
        or (rest[:2] == back[1::-1] and len(rest) > 1 and rest[2:] == back[2:])
    )


def without_genitive(word: str) -> str:
    """Without the s of a genitive, if it ends with one: Karlstads, RF:s."""
    return word[:-2] if word.endswith(":s") else word.removesuffix("s")

"""Large and small first letters of words whose place in a sentence the editor cannot foresee (issue 13).

An editor begins a field with a capital: "Regionstyrelsen", "Tre ledamöter". Inside a sentence of ours Swedish writes common
nouns small and names large (Språkrådet, Svenska skrivregler 4). What is a name cannot be looked up, so a word is made small
only where it is known to be common: a board of the plan's whose words are small but for the first letter, or a first word
that is one of a closed list or has an ending that boards, offices and groups have in any region.
"""

import re

from newsletter.letter.swedish.dates import capitalised
from newsletter.model.plan_year import PlanYear

_BODIES = "nämnd|styrelse|fullmäktige|utskott|beredning|delegation|kommitté|presidium|församling|direktion|kommission"
_ENDING = "(?:n|en|ns|ens|et|ets|ar|arna|arnas|er|erna|ernas|na|nas|s)?"
_FIRST_WORD = re.compile(
    rf"""
    (?: en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|flera|många|några|alla|samtliga|hela|båda       # how many
      | vi|vår|våra|vårt
      | boende|invånare|medborgare|elever|föräldrar|anställda|personal|personalen|patienter|pensionärer|ungdomar
      | (?:region|parti|kommun|landstings)?gruppens?|oppositionen|majoriteten                               # groups
      | (?:region|kommun|distrikt|förvaltning|parti)e[nt]s?                                                    # what has them
      | (?:region|oppositions|kommunal|landstings|stats|borgar)råde?[nt]?                                      # offices
      | (?:stats|social|sjukvårds)?ministern|landshövdingen|riksdagsledam(?:oten|öter)
      | [a-zåäö]*(?:ordförande|ledamot|ledamöter|ersättare|revisorer|chef|direktör|sekreterare|ledare){_ENDING}
      | [a-zåäö]*(?:{_BODIES}){_ENDING}                                  # patientnämnden, samverkansnämndens
    )(?![\w-])
    | [a-zåäö]+-(?:[ ]|,[ ][a-zåäö]+-[ ])*och[ ][a-zåäö]+                # hälso- och sjukvårdsnämnden
    | [a-zåäö]+[ae][ ][a-zåäö]*(?:{_BODIES}){_ENDING}(?!\w)              # regionala utvecklingsnämnden
    """,
    re.VERBOSE,
)


def within_sentence(words: str, plan: PlanYear | None = None) -> str:
    """``words``, typeset already, as they stand inside a sentence: ``tre ledamöter``, ``regionstyrelsens ordförande``.

    ``plan`` has the boards whose names are known.
    """
    small = words[:1].lower() + words[1:]
    spaced = small.replace("\u00a0", " ")
    return small if _FIRST_WORD.match(spaced) or (plan and _begins_with_board(spaced, plan)) else words


def at_start(words: str) -> str:
    """``words`` as they stand first in a line: ``Gemensamma nämnden för tolk``."""
    return capitalised(words)


def _begins_with_board(small: str, plan: PlanYear) -> bool:
    """A board of the plan's is a common noun where no later word of its name is large: "Vård i Norr" is a name."""
    for board in plan.boards.values():
        name = board[:1].lower() + board[1:]
        if name == name.lower() and re.match(rf"{re.escape(name)}s?(?!\w)", small):
            return True
    return False

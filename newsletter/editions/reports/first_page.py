"""Page one of the year's report: a text of its own that is signed. It says the year's figures in sentences, what did not come
and why; all else in the report bears it out.
"""

from collections.abc import Iterator

from newsletter.accounting import Deviated, Deviating, YearStatus
from newsletter.editions.documents import Block, Heading, Paragraph, Signatures, Text
from newsletter.editions.reports.material import Material
from newsletter.letter.swedish import quarter_name, whole_date
from newsletter.model.choices import IssueType
from newsletter.model.issue import quarter_of
from newsletter.model.settings import editor_of, plan_for

_CHAIR = "Ordförande"
"""Who signs where the plan names nobody that approves."""


def first_page(material: Material) -> Iterator[Block]:
    yield Heading(1, f"Rapporter till partiföreningarna {material.year}")
    yield Paragraph((_who(material),))
    yield Paragraph(_target(material))
    yield Paragraph(_figures(material))
    yield Paragraph(tuple(_exceptions(material)))
    yield Signatures(tuple(_signers(material)))


def target_words(status: YearStatus, verb: str) -> str:
    """``3 av 4 rapporter skickades``; more than the plan asks for is no fraction of it."""
    more = status.done - status.target
    if more > 0:
        return f"{status.done} rapporter {verb}, {'en' if more == 1 else more} fler än planens {status.target}"
    return f"{status.done} av {status.target} rapporter {verb}"


def _who(material: Material) -> str:
    name = material.settings.organisation.name
    return (
        f"{name} redovisar här sina rapporter till partiföreningarna under {material.year}. "
        f"Läget den {whole_date(material.day)}, enligt utskicksloggen."
    )


def _target(material: Material) -> Text:
    status, plan, account = material.facts.status, material.from_plan(), material.from_account()
    to_all = (f", {status.complete} av dem till alla föreningar", account) if status.done else ()
    return (
        f"Verksamhetsplanens mål för {status.year} är minst {status.target} rapporter",
        plan,
        f". {target_words(status, f'skickades under {status.year}')}",
        plan,
        account,
        *to_all,
        f".{_others(status)}",
    )


def _others(status: YearStatus) -> str:
    """The extra issues among those that count, and the corrections beside them."""
    extra = sum(one.type is IssueType.EXTRA for one in status.counted_issues)
    corrections = sum(one.type is IssueType.CORRECTION and one.first_sent is not None for one in status.issues)
    said = f" Av dem är {'ett extranummer' if extra == 1 else f'{extra} extranummer'}." if extra else ""
    if corrections:
        said += f" Dessutom skickades {'en rättelse' if corrections == 1 else f'{corrections} rättelser'}, som inte räknas."
    return said


def _figures(material: Material) -> Text:
    status, account = material.facts.status, material.from_account()
    if not status.done:
        return ("Ingen förening har fått någon rapport", account, ".")
    counts = [one for one in status.associations if one.counts and one.active]
    some, every = sum(one.reports > 0 for one in counts), sum(one.reports >= status.done for one in counts)
    letters = sum(sum(material.facts.matrix.letters(issue.id).values()) for issue in material.sent_issues)
    all_of_them = f"Alla {len(counts)} aktiva föreningar har fått alla rapporter"
    some_of_them = f"{some} av {len(counts)} aktiva föreningar har fått minst en rapport, och {every} har fått alla"
    return (
        all_of_them if every == len(counts) else some_of_them,
        account,
        f". Sammanlagt antecknades {letters} brev i utskicksloggen",
        account,
        ".",
    )


def _exceptions(material: Material) -> Iterator[str]:
    """What did not come, or not on its day, and why. The sources stand in the part on deviations."""
    status = material.facts.status
    said = [sentence for one in status.deviations if (sentence := _exception(one))]
    if said:
        yield " ".join(said)
    elif status.open_reports:
        yield "Planens rapporter har hittills kommit på sina dagar."
    else:
        yield "Planens rapporter kom på sina dagar."


def _exception(one: Deviating) -> str:
    """Empty for a report that came on its day."""
    quarter = quarter_of(one.issue)
    name = f"Rapporten för {quarter_name(quarter)}" if quarter else f"Rapporten {one.issue}"
    if one.sent:
        days = (one.sent - one.due).days
        late = f"{name} kom {'en dag' if days == 1 else f'{days} dagar'} efter planens dag"
        return f"{late}{_why(one)}" if one.how is Deviated.LATE else ""
    if one.how is Deviated.MISSED:
        return f"{name} kom inte{_why(one)}"
    if one.is_cancelled:
        return f"{name} kommer inte{_why(one)}"
    moved = f", och ska komma senast {whole_date(one.new_date)}" if one.new_date else ""
    return f"{name} har inte kommit än{moved}{_why(one)}"


def _why(one: Deviating) -> str:
    if one.reason:
        return f": {one.reason.rstrip('. ')}."
    return ". Ingen orsak är antecknad." if one.wants_a_reason else "."


def _signers(material: Material) -> Iterator[str]:
    """The day and place, those who approve by the plan or else the chair, and the editor."""
    yield "Ort och datum"
    approvers = plan_for(material.settings, material.year).approvers
    for one in approvers:
        yield f"{one.role}, {one.name}" if one.name else one.role
    if not approvers:
        yield _CHAIR
    if editor := editor_of(material.settings, material.year):
        yield f"Redaktör, {editor.name}"

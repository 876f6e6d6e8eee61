"""The first text of the files that the editor writes in. The texts themselves are the Swedish files in ``skeletons/``."""

from datetime import date
from pathlib import Path
from string import Template

from newsletter.model.choices import IssueType
from newsletter.model.issue import quarter_of
from newsletter.model.sections import CalendarItem
from newsletter.model.settings import DEFAULT_BOARDS, DEFAULT_TOPICS, OTHER_BOARD, Settings, plan_for
from newsletter.source.diagnostics.suggestions import listed
from newsletter.source.prefilled import Carried, FromEarlier, items_as_comments
from newsletter.source.schema_files import modeline

_FOLDER = Path(__file__).parent / "skeletons"
_CORRECTION = "-rattelse"
_REMARKS = 28
"""The column of the remarks beside the first keys."""


def skeleton(name: str, **words: object) -> str:
    """The file called ``name`` of ``skeletons/`` with its ``$words`` filled in."""
    return Template((_FOLDER / name).read_text(encoding="utf-8")).substitute({key: str(word) for key, word in words.items()})


def issue_skeleton(issue: str, day: date, settings: Settings, carried: Carried | None = None) -> str:
    """A draft of ``issue`` to be sent on ``day``, with an example of every kind, and with what is ``carried`` over."""
    carried = carried or Carried()
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    plan = plan_for(settings, quarter.year)
    topics = [topic.id for topic in plan.topics]
    return skeleton(
        "issue.yaml",
        modeline=modeline("issue", depth=1),
        issue=issue,
        year=quarter.year,
        quarter=quarter.number,
        **_kind_of_issue(issue, quarter.issue_id),
        date=day,
        first=quarter.first_day,
        topic=topics[0],
        topics=listed(topics),
        board=next(iter(plan.boards)),
        boards=listed([*plan.boards, OTHER_BOARD]),
        organisation=settings.organisation.name,
        promises=_reminder(carried),
        proposals=_examples("proposals", carried.proposals, first=quarter.first_day),
        followups=_examples("followups", carried.followups),
        dates=_examples("dates", carried.dates, date=day),
    )


def contribution_skeleton(issue: str, name: str, settings: Settings) -> str:
    """A file for ``name`` to contribute in; the board is the first that the plan says the member sits in."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    plan = plan_for(settings, quarter.year)
    member = next((one for one in plan.members if one.name.casefold() == name.casefold()), None)
    topics = [topic.id for topic in plan.topics]
    return skeleton(
        "contribution.yaml",
        modeline=modeline("contribution", depth=2),
        issue=issue,
        member=member.name if member else name,
        board=(member and next(iter(member.boards), None)) or next(iter(plan.boards)),
        boards=listed([*plan.boards, OTHER_BOARD]),
        first=quarter.first_day,
        topic=topics[0],
        topics=listed(topics),
    )


def form(issue: str, name: str | None, day: date | None, settings: Settings) -> str:
    """What is mailed to a member who does not write YAML; ``day`` is the last for sending it back, None when it has passed."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    members = plan_for(settings, quarter.year).members
    member = next((one for one in members if name and one.name.casefold() == name.casefold()), None)
    board = next(iter(member.boards), "") if member else ""
    return skeleton(
        "form.txt",
        issue=issue,
        when=f"senast den {day}" if day else "så snart du kan",
        member=member.name if member else name or "",
        board=board,
        which="Nämnd:\n" if member and len(member.boards) > 1 else "",
    )


def correction_of(issue: str) -> str:
    """What an issue that corrects ``issue`` is called."""
    return f"{issue}{_CORRECTION}"


def _kind_of_issue(issue: str, quarter: str) -> dict[str, str]:
    """What the name says of the type: nothing, ``-rattelse``, or anything else for an extra issue."""
    corrected, correction, _number = issue.partition(_CORRECTION)
    if correction:
        lines = {"type": f"type: {IssueType.CORRECTION}", "corrects": f"corrects: {corrected}"}
    else:
        sign = "# " if issue == quarter else ""
        lines = {"type": f"{sign}type: {IssueType.EXTRA}", "corrects": f"# corrects: {quarter}"}
    return {key: f"{line:<{_REMARKS}}" for key, line in lines.items()}


def _reminder(carried: Carried) -> str:
    """What the editor should not forget, a line each."""
    lines = [
        *(f"följ upp: {_title(one)}" for one in carried.followups),
        *(f"obesvarat: {_title(one)}" for one in carried.proposals),
        *([f"fokusfrågor som inte har tagits upp i år: {listed(carried.topics)}"] if carried.topics else []),
        *([f"kommuner som inte har nämnts i år: {listed(carried.municipalities)}"] if carried.municipalities else []),
    ]
    text = "\n".join(f"#   {line}" for line in lines)
    return skeleton("promises.txt", promises=text) if lines else ""


def _title(one: FromEarlier) -> str:
    status = "" if isinstance(one.item, CalendarItem) else f" ({one.item.status})"
    return f"{one.item.title}{status}"


def _examples(name: str, found: tuple[FromEarlier, ...], **words: object) -> str:
    """What there is from earlier issues; where there is nothing, an example."""
    return items_as_comments(found) if found else skeleton(f"{name}.yaml", **words).rstrip("\n")


def settings_skeleton(year: int) -> str:
    topics = [f"      - {{id: {key}, label: {label}}}" for key, label in DEFAULT_TOPICS.items()]
    boards = [f"      {key}: {name}" for key, name in DEFAULT_BOARDS.items()]
    return skeleton(
        "newsletter.yaml",
        modeline=modeline("settings"),
        year=year,
        topics="\n".join(topics),
        boards="\n".join(boards),
    )


def recipients_skeleton(year: int) -> str:
    return skeleton("recipients.yaml", modeline=modeline("recipients"), year=year)

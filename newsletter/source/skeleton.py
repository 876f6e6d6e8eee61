"""The first text of the files that the editor writes in. The texts themselves are the Swedish files in ``skeletons/``."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from string import Template

from newsletter.model.choices import IssueType
from newsletter.model.issue import Issue, quarter_of
from newsletter.model.sections import FollowUps
from newsletter.model.settings import DEFAULT_BOARDS, DEFAULT_TOPICS, OTHER_BOARD, Settings, plan_for
from newsletter.source.schema_files import modeline
from newsletter.source.suggestions import listed

_FOLDER = Path(__file__).parent / "skeletons"
_CORRECTION = "-rattelse"
_REMARKS = 28
"""The column of the remarks beside the first keys."""


def skeleton(name: str, **words: object) -> str:
    """The file called ``name`` of ``skeletons/`` with its ``$words`` filled in."""
    return Template((_FOLDER / name).read_text(encoding="utf-8")).substitute({key: str(word) for key, word in words.items()})


def issue_skeleton(issue: str, day: date, settings: Settings, promises: Iterable[str] = ()) -> str:
    """A draft of ``issue`` to be sent on ``day``, with an example of every kind; ``promises`` are still to be followed up."""
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
        promises=_reminder(promises),
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


def form(issue: str, name: str | None, day: date, settings: Settings) -> str:
    """What is mailed to a member who does not write YAML; ``day`` is the last for sending it back."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    members = plan_for(settings, quarter.year).members
    member = next((one for one in members if name and one.name.casefold() == name.casefold()), None)
    board = next(iter(member.boards), "") if member else ""
    return skeleton("form.txt", issue=issue, day=day, member=member.name if member else name or "", board=board)


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


def _reminder(promises: Iterable[str]) -> str:
    lines = [f"#   {promise}\n" for promise in promises]
    return skeleton("promises.txt", promises="".join(lines)) if lines else ""


def open_promises(issue: Issue) -> tuple[str, ...]:
    """What the issue follows up without having come to an end: a line each, ready for a comment."""
    return tuple(
        f"{item.title} ({item.status})"
        for section in issue.sections
        if isinstance(section, FollowUps)
        for item in section.items
        if item.status.is_open
    )


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

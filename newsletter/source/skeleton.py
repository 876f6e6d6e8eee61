"""The first text of the files that the editor writes in. The texts themselves are the Swedish files in ``skeletons/``."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from newsletter.disk import read_whole, write_whole
from newsletter.model.choices import IssueType
from newsletter.model.issue import quarter_of
from newsletter.model.plan_year import Member, PlanYear
from newsletter.model.sections import CalendarItem, FollowUp, Proposal
from newsletter.model.settings import DEFAULT_BOARDS, DEFAULT_TOPICS, OTHER_BOARD, Settings, plan_for
from newsletter.model.values import TimeSpan, YearOrDate
from newsletter.source.diagnostics.suggestions import comma_list

_FOLDER = Path(__file__).parent / "skeletons"
_CORRECTION = "-rattelse"
_REMARKS = 28
"""The column of the remarks beside the first keys."""


@dataclass(frozen=True, slots=True)
class FromEarlier:
    """An item as it was last told, and where: ``2026-q3, rad 138``."""

    item: FollowUp | Proposal | CalendarItem
    source: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What is still open, what is to come, and what of the plan nobody has written about this year."""

    followups: tuple[FromEarlier, ...] = ()
    proposals: tuple[FromEarlier, ...] = ()
    dates: tuple[FromEarlier, ...] = ()
    topics: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()


def fill_skeleton(name: str, **words: object) -> str:
    """The file called ``name`` of ``skeletons/`` with its ``$words`` filled in."""
    return Template(read_skeleton(name)).substitute({key: str(word) for key, word in words.items()})


def read_skeleton(name: str) -> str:
    """The file called ``name`` of ``skeletons/`` as it stands."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def issue_skeleton(issue: str, day: date, settings: Settings, carried: Carried | None = None) -> str:
    """A draft of ``issue`` to be sent on ``day``, with an example of every kind, and with what is ``carried`` over."""
    carried = carried or Carried()
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    plan = plan_for(settings, quarter.year)
    topics = [topic.id for topic in plan.topics]
    return fill_skeleton(
        "issue.yaml",
        modeline=modeline("issue", depth=1),
        issue=issue,
        year=quarter.year,
        quarter=quarter.number,
        **_kind_of_issue(issue, quarter.issue_id),
        date=day,
        first=quarter.first_day,
        topic=topics[0],
        topics=comma_list(topics),
        board=next(iter(plan.boards)),
        boards=comma_list([*plan.boards, OTHER_BOARD]),
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
    return fill_skeleton(
        "contribution.yaml",
        modeline=modeline("contribution", depth=2),
        issue=issue,
        member=member.name if member else name,
        board=(member and next(iter(member.boards), None)) or next(iter(plan.boards)),
        boards=comma_list([*plan.boards, OTHER_BOARD]),
        first=quarter.first_day,
        topic=topics[0],
        topics=comma_list(topics),
    )


def contribution_form(issue: str, name: str | None, day: date | None, settings: Settings) -> str:
    """What is mailed to a member who does not write YAML; ``day`` is the last for sending it back, None when it has passed."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    plan = plan_for(settings, quarter.year)
    member = next((one for one in plan.members if name and one.name.casefold() == name.casefold()), None)
    boards = form_boards(member, plan)
    is_one = len(boards) == 1
    field = f"Nämnd:\n{_choices(boards)}"
    return fill_skeleton(
        "form.txt",
        issue=issue,
        when=f"senast den {day}" if day else "så snart du kan",
        member=member.name if member else name or "",
        board=f"Nämnd: {boards[0]}\n" if is_one else field,
        which="" if is_one else field,
        topic=f"Fokusfråga:\n{_choices([topic.label for topic in plan.topics])}",
    )


def form_boards(member: Member | None, plan: PlanYear) -> Sequence[str]:
    """The names of the boards that the member sits in; of all where the plan knows none."""
    return [plan.boards[board] for board in (member.boards if member else ()) if board in plan.boards] or [
        *plan.boards.values()
    ]


def _choices(words: Sequence[str]) -> str:
    """The line below a field that names what may be written in it; the reader of forms knows it as ours."""
    return f"(Välj: {' / '.join(words)})\n" if words else ""


def correction_of(issue: str) -> str:
    """What an issue that corrects ``issue`` is called."""
    return f"{issue}{_CORRECTION}"


def _kind_of_issue(issue: str, quarter: str) -> dict[str, str]:
    """What the name says of the type: nothing or a number, ``-rattelse``, or anything else for an extra issue."""
    corrected, correction, _number = issue.partition(_CORRECTION)
    if correction:
        lines = {"type": f"type: {IssueType.CORRECTION}", "corrects": f"corrects: {corrected}"}
    else:
        sign = "# " if issue == quarter or issue.removeprefix(f"{quarter}-").isdigit() else ""
        lines = {"type": f"{sign}type: {IssueType.EXTRA}", "corrects": f"# corrects: {quarter}"}
    return {key: f"{line:<{_REMARKS}}" for key, line in lines.items()}


def _reminder(carried: Carried) -> str:
    """What the editor should not forget, a line each."""
    lines = [
        *(f"följ upp: {_title(one)}" for one in carried.followups),
        *(f"obesvarat: {_title(one)}" for one in carried.proposals),
        *([f"fokusfrågor som inte har tagits upp i år: {comma_list(carried.topics)}"] if carried.topics else []),
        *([f"kommuner som inte har nämnts i år: {comma_list(carried.municipalities)}"] if carried.municipalities else []),
    ]
    text = "\n".join(f"#   {line}" for line in lines)
    return fill_skeleton("promises.txt", promises=text) if lines else ""


def _title(one: FromEarlier) -> str:
    status = "" if isinstance(one.item, CalendarItem) else f" ({one.item.status})"
    return f"{one.item.title}{status}"


def _examples(name: str, found: tuple[FromEarlier, ...], **words: object) -> str:
    """What there is from earlier issues; where there is nothing, an example."""
    return items_as_comments(found) if found else fill_skeleton(f"{name}.yaml", **words).rstrip("\n")


def settings_skeleton(year: int) -> str:
    topics = [f"      - {{id: {key}, label: {label}}}" for key, label in DEFAULT_TOPICS.items()]
    boards = [f"      {key}: {name}" for key, name in DEFAULT_BOARDS.items()]
    return fill_skeleton(
        "newsletter.yaml",
        modeline=modeline("settings"),
        year=year,
        topics="\n".join(topics),
        boards="\n".join(boards),
    )


def recipients_skeleton(year: int) -> str:
    return fill_skeleton("recipients.yaml", modeline=modeline("recipients"), year=year)


# What earlier issues leave to the next one, as items ready to be used: commented YAML that needs no more than its signs
# taken away.

_PLAIN = re.compile(r"[^\W\d_][\w ,.()/–?!+§%-]*")
"""Texts that YAML takes as they stand."""


def items_as_comments(found: Iterable[FromEarlier]) -> str:
    """Each as the lines of an item under ``items:``, in the shape of the skeleton's own examples."""
    return "\n".join(line for one in found for line in _item(one))


def _item(one: FromEarlier) -> Iterator[str]:
    sign = "- "
    for key, value in _values(one.item):
        line = f"  #     {sign}{key}: {value}"
        yield f"{line:<{_REMARKS}}  # {one.source}" if key == "status" or (key == "date" and _is_date(one)) else line
        sign = "  "


def _is_date(one: FromEarlier) -> bool:
    return isinstance(one.item, CalendarItem)


def _values(item: FollowUp | Proposal | CalendarItem) -> Iterator[tuple[str, str]]:
    match item:
        case FollowUp():
            keys: tuple[str, ...] = ("title", "decided", "status", "topic")
        case Proposal():
            keys = ("type", "title", "by", "to", "date", "decided", "ref", "status", "topic")
        case CalendarItem():
            keys = ("date", "until", "time", "title", "place", "type", "open", "status", "url")
    for key in keys:
        value = getattr(item, key)
        if value is not None:
            yield key, _as_yaml(value)
    if isinstance(item, FollowUp):
        yield "text", "Vad som har hänt sedan dess."


def _as_yaml(value: object) -> str:
    match value:
        case YearOrDate(year=year, day=day):
            return day.isoformat() if day else f'"{year}"'
        case TimeSpan(start=start, end=end):
            return "–".join(f"{one:%H.%M}" for one in (start, end) if one)
        case str():
            return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


# Where the JSON Schemas lie: in the package, and beside the files of a workspace so that they need no network.

NAMES = ("issue", "contribution", "recipients", "settings")
FOLDER = ".schemas"
"""In a workspace; the first line of each file made by ``new`` and ``init`` points there."""

_PACKAGED = Path(__file__).parent / "schemas"


def schema_path(name: str) -> Path:
    return _PACKAGED / f"{name}.schema.json"


def modeline(name: str, *, depth: int = 0) -> str:
    """The comment that tells VS Code which schema holds for a file ``depth`` folders down in the workspace."""
    return f"# yaml-language-server: $schema={'../' * depth}{FOLDER}/{name}.schema.json"


def refresh_schemas(directory: Path) -> None:
    """Bring the workspace's copies up to what this version of the program takes."""
    folder = directory / FOLDER
    folder.mkdir(exist_ok=True)
    for name in NAMES:
        target, text = folder / f"{name}.schema.json", schema_path(name).read_text(encoding="utf-8")
        if not _holds(target, text.encode()):
            write_whole(target, text, inside=directory)


def _holds(path: Path, content: bytes) -> bool:
    with suppress(OSError):  # it is not there, or what is there cannot be read: to be written, or refused
        return read_whole(path, len(content)) == content
    return False

"""The form as one page for a browser without a network: it checks what is filled in and gives the text of the form."""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from newsletter.model.contribution import Contribution
from newsletter.model.issue import quarter_of
from newsletter.model.plan_year import PlanYear
from newsletter.model.settings import Settings, editor_of, plan_for
from newsletter.source.answers.form_words import HEADINGS, MORE_WORDS, choices_of, fields_of, key_of, swedish_word
from newsletter.source.diagnostics.suggestions import SWEDISH_KEYS, nearest_id
from newsletter.source.skeleton import fill_skeleton, form_boards, read_skeleton
from newsletter.source.yaml.shapes import Keyed

_SECTIONS = {
    "decisions": ("Beslut", ("board", "date", "title", "outcome", "vote", "topic", "text")),
    "proposals": ("Förslag", ("type", "title", "date", "status", "topic", "text")),
    "followups": ("Uppföljning", ("title", "decided", "status", "text", "next")),
    "visits": ("Besök", ("type", "date", "title", "place", "text")),
    "media": ("Medier", ("date", "outlet", "title", "url")),
    "calendar": ("Kalender", ("date", "time", "title", "place")),
}
"""The headings of the form with the fields below each."""
_FORMS = {"text": "text", "next": "text", "date": "date", "decided": "decided", "time": "time", "url": "url"}
_POLICY = "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
_LINE, _TEXT = 200, 5000
"""Characters: a heading or a text that is longer is hardly meant."""


def form_page(issue: str, name: str | None, day: date | None, settings: Settings) -> str:
    """The page for a member; ``name`` and ``day`` as for the form in text. Its policy lets it fetch nothing at all."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    plan = plan_for(settings, quarter.year)
    editor = editor_of(settings, quarter.year)
    member = next((one for one in plan.members if name and one.name.casefold() == name.casefold()), None)
    boards = form_boards(member, plan)
    who = member.name if member else name or ""
    data = {
        "issue": issue,
        "file": f"{nearest_id(who) or 'bidrag'}.txt",
        "editor": str(editor.email) if editor else "",
        "nothing": swedish_word("nothing", ""),
        "headings": sorted(HEADINGS),
        "sections": [_about(who, boards), _free_text(plan), *(_section(kind, plan, boards) for kind in _SECTIONS)],
    }
    style, script = (read_skeleton(file) for file in ("form.css", "form.js"))
    return fill_skeleton(
        "form.html",
        issue=escape(issue),
        when=f"senast den {day}" if day else "så snart du kan",
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        script=script,
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    )


def _hash(text: str) -> str:
    """As Content-Security-Policy names an inline script or style that may be used (CSP Level 3, 6.7.2.3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _about(who: str, boards: Sequence[str]) -> dict[str, Any]:
    own = boards[0] if len(boards) == 1 else ""
    fields = [
        _field("by", "", who) | {"required": True},
        _field("board", "", own) | {"choices": boards, "required": len(boards) == 1},
    ]
    return {"title": "Om dig", "heading": "Om dig", "several": False, "fields": fields, "words": _words("")}


def _free_text(plan: PlanYear) -> dict[str, Any]:
    fields = [_field(key, "") | {"required": key != "topic"} for key in ("title", "topic", "text")]
    fields[1]["choices"] = [topic.label for topic in plan.topics]
    return {"title": "Fri text", "heading": "Fri text", "several": False, "fields": fields, "words": _words("")}


def _section(kind: str, plan: PlanYear, boards: Sequence[str]) -> dict[str, Any]:
    heading, keys = _SECTIONS[kind]
    fields = [_field(key, kind) for key in keys if key != "board" or len(boards) > 1]
    for field in fields:
        if field["label"] == swedish_word("topic", kind):
            field["choices"] = [topic.label for topic in plan.topics]
        if field["label"] == swedish_word("board", kind):
            field["choices"] = boards
    return {"title": heading, "heading": heading, "several": True, "fields": fields, "words": _words(kind)}


def _field(key: str, kind: str, value: str = "") -> dict[str, Any]:
    own: Any = Keyed(Contribution)
    if kind:
        own = own.shape_of(kind).item
    form = _FORMS.get(key, "line")
    return {
        "label": swedish_word(key, kind),
        "form": form,
        "required": own.fields[key].is_required(),
        "choices": list(choices_of(key, kind)),
        "longest": _TEXT if form == "text" else _LINE,
        "value": value,
    }


def _words(kind: str) -> list[str]:
    """What a line of a text must not begin with before a colon: the reader would take it for a field."""
    known = {*MORE_WORDS, *SWEDISH_KEYS, *(swedish_word(key, one).casefold() for one in ("", kind) for key in fields_of(one))}
    return sorted(word for word in known if key_of(word, kind) or key_of(word, "") in ("by", "board"))

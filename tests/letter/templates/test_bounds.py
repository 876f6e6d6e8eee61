"""No template takes more of the machine than a letter is worth: it is refused, and its line named."""

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from newsletter.letter.compile import compile_content
from newsletter.letter.templates.bounds import BoundedEnvironment
from newsletter.letter.templates.files import program_templates
from newsletter.model.diagnostics import Invalid
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings

TOO_MUCH = "Mallen går inte att fylla i. Den gör mer än vad som ryms i ett brev."
TOO_TANGLED = "Mallen går inte att läsa. Den har för många nivåer i varandra, eller ett för långt tal."
TOO_LONG = "Mallen går inte att fylla i. Den håller på utan slut."
ALL = "{% for i in range(100000) %}"


def refused(template: str, issue: Issue, settings: Settings, workspace: Path) -> tuple[str, int, str]:
    own = workspace / "templates" / "sections" / "article.mjml.j2"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(f"<mj-text>x</mj-text>\n{template}\n", encoding="utf-8")
    with pytest.raises(Invalid) as raised:
        compile_content(issue, settings, workspace)
    (fault,) = raised.value.diagnostics
    return fault.file, fault.line, fault.message


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 10 ** 10 }}",
        "{{ 10 ** 10 * 'a' }}",
        "{{ ['a'] * 10 ** 10 }}",
        "{{ 10 ** (10 ** 10) }}",
        "{{ (2 ** 2000) * (2 ** 2000) }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ ('a' * 90000) + ('a' * 90000) }}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = [n.x, n.x] | join %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{{ ('a' * 90000) | replace('a', 'b' * 90000) }}",
        "{{ range(90000) | join('b' * 90000) }}",
        (
            "{% set n = namespace(x='a' * 90000) %}{% for i in range(60) %}{% set x %}{{ n.x }}{{ n.x }}{% endset %}"
            "{% set n.x = x %}{% endfor %}"
        ),
    ],
)
def test_what_would_fill_the_memory_is_never_made(
    template: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    assert refused(template, small(), settings, tmp_path) == ("templates/sections/article.mjml.j2", 2, TOO_MUCH)


@pytest.mark.parametrize("filtering", ["markdown", "inline_markdown", "markdown_text", "typeset"])
def test_no_filter_of_ours_is_given_more_than_an_issue_holds(
    filtering: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    """A block may gather as much as an edition, of which Markdown would take minutes at one step."""
    template = (
        f"{{% set x %}}{{% for i in range(3) %}}{{{{ 'a' * 60000 }}}}{{% endfor %}}{{% endset %}}{{{{ x | {filtering} }}}}"
    )

    assert refused(template, small(), settings, tmp_path) == ("templates/sections/article.mjml.j2", 2, TOO_MUCH)


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{% if 1 %}" * 200 + "x" + "{% endif %}" * 200,
        "{{ " + "9" * 5_000 + " }}",
        "{{ 1" + " + 1" * 50_000 + " }}",
    ],
    ids=["brackets", "blocks", "digits", "sums"],
)
def test_what_is_too_tangled_to_be_compiled_is_a_fault_of_the_template(
    template: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    file, _line, message = refused(template, small(), settings, tmp_path)

    assert (file, message) == ("templates/sections/article.mjml.j2", TOO_TANGLED)


@pytest.mark.parametrize(
    ("template", "is_empty"), [("{#" * 100_000, False), ("{# x #}\n" * 30_000, True), ("{# x #} {# y", False)]
)
def test_whether_a_template_is_empty_is_seen_at_one_look(
    template: str, is_empty: bool, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    own = tmp_path / "templates" / "sections" / "article.mjml.j2"
    own.parent.mkdir(parents=True)
    own.write_text(template, encoding="utf-8")
    with pytest.raises(Invalid) as raised:
        compile_content(small(), settings, tmp_path)

    assert ([one.code for one in raised.value.diagnostics] == ["template-empty"]) == is_empty


def test_an_edition_has_room_for_no_more_than_a_few_letters(
    small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    """What is too much in all is found where it is put together."""
    template = "{% set x = 'a' * 90000 %}{% for i in range(200) %}{{ x }}{% endfor %}"

    file, _line, message = refused(template, small(), settings, tmp_path)

    assert (file, message) == ("templates/base.mjml.j2", TOO_MUCH)


@pytest.mark.slow
@pytest.mark.parametrize(
    "template",
    [
        f"{ALL}{ALL}{ALL}x{{% endfor %}}{{% endfor %}}{{% endfor %}}",
        f"{ALL}{ALL}{{% if i % 2 %}}{{% endif %}}{{% endfor %}}{{% endfor %}}",
        f"{ALL}{{% for j in range(100000) if j == i %}}{{% endfor %}}{{% endfor %}}",
        "{% for i in range(100000) recursive %}{{ loop(range(100000)) if loop.depth0 < 3 }}{% endfor %}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(90) }}",
        (
            "{% macro f(n) %}{% if n %}{% call f(n - 1) %}{% endcall %}{% call f(n - 1) %}{% endcall %}{% endif %}"
            "{{ caller() }}{% endmacro %}{% call f(60) %}{% endcall %}"
        ),
    ],
)
def test_what_would_never_end_is_stopped(
    template: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    assert refused(template, small(), settings, tmp_path) == ("templates/sections/article.mjml.j2", 2, TOO_LONG)


def test_what_takes_long_at_each_step_is_stopped_by_the_clock(
    small: Callable[..., Issue], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same on Windows: no signal and no process is needed."""
    monkeypatch.setattr("newsletter.letter.templates.bounds.SECONDS", -1.0)

    assert refused("{{ range(3) | list }}", small(), settings, tmp_path)[2] == TOO_LONG


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a'.center(10 ** 10) }}",
        "{{ 'a'['ljust'](10 ** 10) }}",
        "{{ '{:>9999999999}'.format(1) }}",
        "{{ 'a'.replace('', 'b') }}",
        "{{ (1).to_bytes(10 ** 10) }}",
        "{{ 'a' | attr('zfill')(10 ** 10) }}",
        "{{ 'a' | center(10 ** 10) }}",
        "{{ '%9999999999d' | format(1) }}",
        "{{ [1] | batch(10 ** 10, 'x') | list }}",
        "{{ [1] | slice(10 ** 10) | list }}",
        "{{ 'a' | indent(10 ** 10, true) }}",
        "{{ 'a' | tojson(10 ** 10) }}",
        "{{ lipsum(10 ** 10) }}",
        "{{ [1, 2] | random }}",
    ],
)
def test_what_makes_as_much_as_it_is_told_to_is_not_there(
    template: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    """Nor is what says something else each time."""
    assert refused(template, small(), settings, tmp_path)[:2] == ("templates/sections/article.mjml.j2", 2)


def rendered(template: str, *, escaped: bool = False, **values: object) -> str:
    made = BoundedEnvironment(undefined=jinja2.StrictUndefined, autoescape=escaped)
    return made.from_string(template).render(values)


def test_within_bounds_templates_say_what_jinja_says() -> None:
    assert rendered("{% for x in 'abc' %}{{ loop.index }}/{{ loop.length }}{{ x }}{{ ';' if not loop.last }}{% endfor %}") == (
        "1/3a;2/3b;3/3c"
    )
    assert rendered("{% for x in [] %}x{% else %}tom{% endfor %}") == "tom"
    assert rendered("{{ 'a' ~ 1 ~ x }}", x="<b>") == "a1<b>"
    assert rendered("{{ 'a' ~ x }}", escaped=True, x="<b>") == "a&lt;b&gt;"
    assert rendered("{{ 'ab' * 3 }} {{ 2 ** 10 }} {{ 7 % 4 }} {{ [1] + [2] }}") == "ababab 1024 3 [1, 2]"
    assert rendered("{{ ['a', '<'] | join('&') }}", escaped=True) == "a&amp;&lt;"
    assert rendered("{{ 'aba' | replace('a', 'c') }}") == "cbc"
    assert rendered("{% for x in [1, [2]] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}") == "12"
    with pytest.raises(jinja2.UndefinedError, match="'finns_inte' is undefined"):
        rendered("{% for x in finns_inte %}{% endfor %}")


def test_each_letter_has_its_own_time(small: Callable[..., Issue], settings: Settings, tmp_path: Path) -> None:
    """A failed one takes nothing of the next."""
    refused(f"{ALL}{ALL}{{% endfor %}}{{% endfor %}}", small(), settings, tmp_path / "one")

    assert compile_content(small(), settings, tmp_path / "other").subject


@pytest.mark.parametrize("text", ["", "\n  \n", "\ufeff", "{# allt är #}\n{# borta #}\n"])
@pytest.mark.parametrize(
    "name", ["sections/article.mjml.j2", "text/article.txt.j2", "inline.css.j2", "base.mjml.j2", "_dark.css.j2"]
)
def test_an_empty_template_does_not_make_its_part_vanish(
    name: str, text: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    own = tmp_path / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")

    with pytest.raises(Invalid) as raised:
        compile_content(small(), settings, tmp_path)

    assert [(fault.file, fault.line, fault.code) for fault in raised.value.diagnostics] == [
        (f"templates/{name}", 1, "template-empty")
    ]


def test_no_shipped_template_uses_what_is_left_out() -> None:
    """They are compiled by every test of a letter; that none is empty is said here."""
    assert all(path.read_text(encoding="utf-8").strip() for path in program_templates().rglob("*.j2"))

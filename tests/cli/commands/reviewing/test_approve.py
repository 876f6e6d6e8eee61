"""``newsletter approve`` and what it means to ``send``: nothing leaves that was not approved, and everybody sees why."""

import json
from email import message_from_bytes, policy

import pytest

from tests.cli.commands.sending.test_send import HOW_MANY, ISSUE, change


@pytest.fixture
def with_chair(workspace):
    """The plan names an approver."""
    change(
        workspace / "newsletter.yaml",
        "    # approvers:\n    #   - role: Ordförande",
        "    approvers:\n      - role: Ordförande",
    )
    change(workspace / "newsletter.yaml", "    #     name: Tuva", "        name: Tuva")
    return workspace


@pytest.fixture
def send(newsletter, with_chair, server):
    return lambda *more: newsletter("-C", with_chair, "send", ISSUE, "--via", server.via, "--yes", *more)


@pytest.fixture
def approve(newsletter, with_chair):
    return lambda *more: newsletter("-C", with_chair, "approve", ISSUE, *more)


def test_nothing_is_sent_that_nobody_has_approved(send, server):
    result = send()

    assert result.exit_code == 1
    assert f"{ISSUE} är inte godkänt av Ordförande, så inget skickas." in result.stderr
    assert 'newsletter approve 2026-q3 --as "Ordförande"' in result.stderr
    assert server.requests == []


def test_what_is_approved_is_sent(approve, send, server):
    assert approve("--as", "ordförande", "--yes").exit_code == 0

    result = send()

    assert result.exit_code == 0
    assert "Det du ser är godkänt av Ordförande." in result.stderr
    assert len(server.ledger) == HOW_MANY


def test_what_is_bound_is_shown_before_the_question(approve):
    shown = approve("--as", "Tuva Hyttsten", "--yes").stderr

    assert "Ämnesrad: Regiongruppens rapport inför valet: så pratar vi regionpolitik" in shown
    assert "Från: Vänsterpartiets regiongrupp i Värmland <rapport@regiongruppen.example>" in shown
    assert "Svar till: regiongruppen@example.org" in shown
    assert "Till: 21 brev till 15 föreningar: Arvika (2), Eda," in shown
    digest = json.loads(approve("--json").stdout)["digest"]
    assert f"Innehåll: {digest[:12]}" in shown


@pytest.mark.parametrize(("answer", "approved"), [("j\n", True), ("n\n", False), ("\n", False)])
def test_an_approval_is_a_yes_to_a_question(approve, monkeypatch, newsletter, with_chair, answer, approved):
    monkeypatch.setattr("newsletter.cli.commands.reviewing.approve.is_interactive", lambda: True)

    result = newsletter("-C", with_chair, "approve", ISSUE, "--as", "Ordförande", answers=answer)

    assert result.exit_code == (0 if approved else 1)
    assert json.loads(approve("--json").stdout)["may_be_sent"] is approved


def test_without_anybody_to_ask_nothing_is_approved(approve):
    result = approve("--as", "Ordförande")

    assert result.exit_code == 1
    assert "Inget godkändes" in result.stderr
    assert json.loads(approve("--json").stdout)["approvals"] == []


def test_a_changed_word_voids_it_and_is_shown_line_by_line(approve, send, server, with_chair):
    approve("--as", "Ordförande", "--yes")
    change(with_chair / "issues" / f"{ISSUE}.yaml", "Tio dagar kvar", "Nio dagar kvar")

    result = send()

    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert "-Tio dagar kvar – så pratar vi regionpolitik" in lines
    assert "+Nio dagar kvar – så pratar vi regionpolitik" in lines
    assert server.requests == []


def test_what_two_have_approved_alike_is_shown_once(approve, with_chair):
    change(with_chair / "newsletter.yaml", "      - role: Ordförande", "      - role: Gruppledare\n      - role: Ordförande")
    for role in ("Ordförande", "Gruppledare"):
        approve("--as", role, "--yes")
    change(with_chair / "issues" / f"{ISSUE}.yaml", "Tio dagar kvar", "Nio dagar kvar")

    told = approve().stderr

    assert told.count("+Nio dagar kvar – så pratar vi regionpolitik\n") == 1
    assert "Sedan Ordförande och Gruppledare godkände det:\n" in told


def test_a_corrected_address_is_shown_and_voids_nothing(approve, send, server, with_chair):
    approve("--as", "Ordförande", "--yes")
    change(with_chair / "recipients.yaml", "email: ordforande@arvika", "email: nyordforande@arvika")

    result = send()

    assert result.exit_code == 0
    assert "Vänsterpartiet Arvika har en annan adress: n***@… i stället för o***@…. Det hindrar inte" in result.stderr
    assert len(server.ledger) == HOW_MANY


def test_another_association_voids_it_by_name(approve, send, with_chair):
    approve("--as", "Ordförande", "--yes")
    change(with_chair / "recipients.yaml", "id: eda", "id: eda-ny")

    result = send()

    assert result.exit_code == 1
    assert "Vänsterpartiet Eda är ny" in result.stderr
    assert "eda finns inte längre bland mottagarna" in result.stderr


def test_another_sender_voids_it(approve, send, with_chair):
    approve("--as", "Ordförande", "--yes")
    change(with_chair / "newsletter.yaml", "  email: rapport@regiongruppen.example", "  email: annan@regiongruppen.example")

    result = send()

    assert result.exit_code == 1
    assert "<rapport@regiongruppen.example>" in result.stderr.partition("Avsändaren var")[2]


def test_an_approval_can_be_taken_back(approve, send, server):
    approve("--as", "Ordförande", "--yes")

    assert approve("--as", "Ordförande", "--withdraw", "--reason", "Fel siffra").exit_code == 0

    assert send().exit_code == 1
    (one,) = json.loads(approve("--json").stdout)["approvals"]
    assert (one["holds"], one["reason"]) == (False, "Fel siffra")
    assert "återtaget: Fel siffra" in approve().stdout
    assert approve("--as", "Ordförande", "--withdraw", "--reason", "Igen").exit_code == 1
    assert server.requests == []


def test_how_it_stands_is_told_by_words_and_exit_code(approve):
    before = approve()
    approve("--as", "Ordförande", "--yes")
    after = approve()

    assert (before.exit_code, after.exit_code) == (1, 0)
    assert "Kvar att godkänna: Ordförande." in before.stdout
    assert "gäller" in after.stdout


def test_only_those_whom_the_plan_names_can_approve(approve):
    result = approve("--as", "Kassör", "--yes")

    assert result.exit_code == 1
    assert "Välj bland: Ordförande." in result.stderr


def test_a_draft_is_not_approved_nor_is_an_issue_with_faults(approve, with_chair):
    path = with_chair / "issues" / f"{ISSUE}.yaml"
    change(path, "title:", "draft: ja\ntitle:")
    assert approve("--as", "Ordförande", "--yes").exit_code == 1
    change(path, "draft: ja\n", "okänd: ja\n")
    assert approve("--as", "Ordförande", "--yes").exit_code == 1
    change(path, "okänd: ja\n", "")
    assert json.loads(approve("--json").stdout)["approvals"] == []


@pytest.mark.parametrize(
    "wrong", [["--withdraw"], ["--as", "Ordförande", "--withdraw"], ["--as", "Ordförande", "--reason", "x"], ["--as", " "]]
)
def test_half_an_order_is_a_mistake(approve, wrong):
    assert approve(*wrong).exit_code == 2


def test_a_test_letter_says_whether_it_is_approved(newsletter, approve, with_chair):
    def test_letter():
        result = newsletter("-C", with_chair, "send", ISSUE, "--test", "jag@example.org")
        assert result.exit_code == 0
        (path,) = (with_chair / "outbox" / ISSUE).glob("*.eml")
        return message_from_bytes(path.read_bytes(), policy=policy.default), result.stderr

    before, told = test_letter()
    assert before["Subject"].startswith("[TEST] ")
    assert before.get_body(("plain",)).get_content().startswith("Det du ser är inte godkänt.")
    assert "Det du ser är inte godkänt." in told
    approve("--as", "Ordförande", "--yes")
    after, _told = test_letter()
    html = after.get_body(("html",)).get_content()
    assert html.index("preheader") < html.index("Det du ser är godkänt av Ordförande.") < html.index("<h1")


def test_a_rehearsal_needs_no_approval_and_says_whether_there_is_one(newsletter, with_chair):
    result = newsletter("-C", with_chair, "send", ISSUE)

    assert result.exit_code == 0
    assert "Det du ser är inte godkänt." in result.stderr
    for path in (with_chair / "outbox" / ISSUE).glob("*.eml"):
        assert (
            "Det du ser" not in message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
        )


def test_nobody_has_to_approve_where_the_plan_names_nobody(newsletter, workspace, server):
    result = newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes")

    assert result.exit_code == 0
    assert "godkän" not in result.output


def test_an_approval_that_nobody_asked_for_warns_when_it_no_longer_holds(newsletter, workspace, server):
    newsletter("-C", workspace, "approve", ISSUE, "--as", "Kim", "--yes")
    change(workspace / "issues" / f"{ISSUE}.yaml", "Tio dagar kvar", "Nio dagar kvar")

    result = newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes")

    assert result.exit_code == 0
    assert "OBS: Det du ser är inte godkänt: det har ändrats sedan Kim godkände det." in result.stderr

"""``newsletter resolve``: lists what is unclear, settles it by a person's word, refuses half an order."""

import pytest

from newsletter.delivery.log import open_log
from newsletter.model.deliveries import Status

WHO = ("--by", "Kim", "--reason", "Frågade föreningen.")


@pytest.fixture(autouse=True)
def _sent(history):
    history.sent("2026-q3", but={"kil": Status.UNKNOWN, "eda": Status.SENDING, "sunne": Status.REJECTED})


@pytest.fixture
def resolve(newsletter, workspace):
    return lambda *more: newsletter("-C", workspace, "resolve", *more)


@pytest.fixture
def stands(workspace):
    def look():
        with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
            return {one.association: one.status for one in log.deliveries("2026-q3")}

    return look


def address_of(workspace, association):
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        return next(one.address for one in log.deliveries("2026-q3") if one.association == association)


def test_what_is_unclear_or_was_refused_is_listed_with_the_next_step(resolve):
    result = resolve()

    assert result.exit_code == 4
    assert [line.split()[1] for line in result.stdout.splitlines() if line.startswith("2026-q3")] == ["eda", "kil", "sunne"]
    assert "newsletter resolve 2026-q3 --address ADRESS --arrived --by NAMN --reason TEXT" in result.stdout.splitlines()
    assert "--not-arrived" in result.stdout
    assert "--again" in result.stdout
    assert ".example" not in result.stdout
    assert "--show-addresses visar adresserna helt." in result.stdout, "else nobody knows what ADRESS to write"
    assert ".example" in (shown := resolve("--show-addresses").stdout)
    assert "visar adresserna" not in shown


def test_nothing_unclear_is_said_so(resolve):
    result = resolve("2026-q2")
    assert (result.exit_code, result.stdout) == (0, "Inget är oklart och ingen adress har avvisats.\n")


def test_all_at_once_arrived(resolve, stands):
    result = resolve("2026-q3", "--all", "--arrived", *WHO)
    assert result.exit_code == 0
    assert "2 brev räknas nu som framkomna." in result.stdout
    assert (stands()["kil"], stands()["eda"], stands()["sunne"]) == (Status.ACCEPTED, Status.ACCEPTED, Status.REJECTED)


def test_one_by_its_address_did_not_arrive(resolve, stands, workspace):
    result = resolve("--address", address_of(workspace, "kil").upper(), "--not-arrived", *WHO)
    assert result.exit_code == 4
    assert "1 brev skickas igen vid nästa" in result.stdout
    assert (stands()["kil"], stands()["eda"]) == (Status.UNSENT, Status.SENDING)


def test_again_makes_a_refused_address_due_and_refuses_the_unresolved(resolve, stands, workspace):
    assert resolve("--address", address_of(workspace, "sunne"), "--again", *WHO).exit_code == 4
    assert stands()["sunne"] is Status.UNSENT
    refused = resolve("--address", address_of(workspace, "kil"), "--again", *WHO)
    assert refused.exit_code == 1
    assert "oklart" in refused.stderr
    assert stands()["kil"] is Status.UNKNOWN


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        ("--all",),
        ("--address", "a@x.example"),
        ("--all", *WHO),
        ("--arrived", *WHO),
        ("--all", "--address", "a@x.example", "--arrived", *WHO),
        ("--all", "--arrived"),
        ("--all", "--arrived", "--by", "Kim"),
        ("--all", "--arrived", "--by", "Kim", "--reason", " "),
        ("--address", "ingen adress", "--arrived", *WHO),
    ],
    ids=" ".join,
)
def test_half_an_order_is_a_mistake_in_the_command(resolve, stands, options):
    before = stands()
    assert resolve(*options).exit_code == 2
    assert stands() == before


@pytest.mark.slow
def test_an_address_that_nothing_is_unclear_about(resolve):
    assert resolve("--address", "nobody@x.example", "--arrived", *WHO).exit_code == 1


@pytest.mark.slow
def test_while_a_run_is_in_progress_nothing_is_settled(resolve, stands, workspace):
    from newsletter.delivery.run import locks

    with open_log("sqlite:.newsletter/log.sqlite3", workspace, create=True) as log:
        lock = locks.take_lock(log, "other")
        result = resolve("--address", address_of(workspace, "kil"), "--arrived", *WHO)
        lock.release()
    assert result.exit_code == 3
    assert stands()["kil"] is Status.UNKNOWN


def without(workspace, association):
    """As an editor takes an association out of recipients.yaml."""
    path = workspace / "recipients.yaml"
    before, _found, after = path.read_text(encoding="utf-8").partition(f"  - id: {association}\n")
    further = after[after.index("  - id: ") :] if "  - id: " in after else ""
    path.write_text(before + further, encoding="utf-8")


@pytest.mark.slow
def test_who_is_no_longer_listed_is_said_to_get_nothing(resolve, workspace):
    """“It is sent again by the next send” would lead nowhere."""
    without(workspace, "kil")
    said = resolve("2026-q3", "--all", "--not-arrived", *WHO).stderr.replace("\n", " ")
    assert "får därför inget brev: kil." in said
    without(workspace, "sunne")
    assert "får därför inget brev: sunne." in resolve("--all", "--again", *WHO).stderr.replace("\n", " ")


@pytest.mark.slow
def test_who_is_no_longer_listed_is_named_by_send_as_it_was_called(newsletter, workspace):
    without(workspace, "kil")
    said = newsletter("-C", workspace, "send", "2026-q3", "--via", "smtp://127.0.0.1:9", "--yes").stderr.replace("\n", " ")
    assert "Vänsterpartiet Kil" in said

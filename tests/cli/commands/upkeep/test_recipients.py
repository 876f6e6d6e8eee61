"""Who gets the letters, and who does not and why."""

import json


def test_the_register_is_counted_and_listed_in_swedish_order(newsletter, workspace):
    result = newsletter("-C", workspace, "recipients")

    assert result.exit_code == 0
    assert result.stdout.startswith("Registret är i ordning: 16 föreningar, 15 aktiva, 25 kontakter.\n")
    names = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("Vänsterpartiet")]
    assert len(names) == 21
    assert list(dict.fromkeys(names))[-5:] == ["Storfors", "Sunne", "Säffle", "Torsby", "Årjäng"]


def test_the_district_is_no_association(newsletter, workspace):
    path = workspace / "recipients.yaml"
    district = "  - {id: distriktet, name: Distriktet, type: distrikt, contacts: [{role: styrelsen, email: d@example.org}]}\n"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + district, encoding="utf-8")

    told = newsletter("-C", workspace, "recipients").stdout

    assert told.startswith("Registret är i ordning: 16 föreningar, 15 aktiva, 1 annan mottagare, 26 kontakter.\n")


def test_one_letter_to_two_who_share_an_address(newsletter, workspace):
    (storfors,) = [line for line in newsletter("-C", workspace, "recipients").stdout.splitlines() if "Storfors" in line]

    assert storfors.endswith("Kaisa och Lars-Ove")


def test_who_is_left_out_and_why(newsletter, workspace):
    output = newsletter("-C", workspace, "recipients").stdout

    assert "OBS: Vänsterpartiet Munkfors är vilande och hoppas över." in output
    assert "OBS: Dariush Picassén (Vänsterpartiet Kristinehamn) är avregistrerad och hoppas över." in output


def test_addresses_are_masked_unless_they_are_asked_for(newsletter, workspace):
    assert "arvika.forening.example" not in newsletter("-C", workspace, "recipients").stdout
    assert "arvika.forening.example" not in newsletter("-C", workspace, "recipients", "--json").stdout
    assert "ordforande@arvika.forening.example" in newsletter("-C", workspace, "recipients", "--show-addresses").stdout


def test_json(newsletter, workspace):
    document = json.loads(newsletter("-C", workspace, "recipients", "--json", "--show-addresses").stdout)

    assert document["schema"] == 1
    assert sum(len(one["addressees"]) for one in document["associations"]) == 21
    (torsby,) = [one for one in document["associations"] if one["id"] == "torsby"]
    assert torsby["addressees"] == [{"address": torsby["addressees"][0]["address"], "format": "text"}]
    nothing_learnt = {"since": None, "code": None}
    assert {"association": "munkfors", "contact": None, "why": "dormant", **nothing_learnt} in document["left_out"]


def test_faults_in_the_register_are_told_with_their_place(newsletter, workspace):
    (workspace / "recipients.yaml").write_text("recipients:\n  - id: eda\n    name: Eda\n    kommun: Eda\n", encoding="utf-8")

    result = newsletter("-C", workspace, "recipients")

    assert result.exit_code == 1
    assert "recipients.yaml:4:5: fel: " in result.stderr

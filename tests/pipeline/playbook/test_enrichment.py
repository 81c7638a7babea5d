"""Lines of enrichment.yaml that can't work are refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipeline.playbook import EnrichmentRules
from pipeline.playbook.checks import check_references
from prompts.problems import BadFiles
from prompts.yaml_files import read_yaml
from tests.support.builders import PROMPTS, a_playbook

SHIPPED = PROMPTS / "playbook" / "enrichment.yaml"
GOOD = {
    "name": "directory",
    "type": "http",
    "address": "https://directory.example/find?email={email}",
    "facts": {"company_name": "company.name"},
}


def with_provider(tmp_path: Path, *providers: dict) -> Path:
    rules = yaml.safe_load(SHIPPED.read_text("utf-8"))
    path = tmp_path / "enrichment.yaml"
    path.write_text(yaml.safe_dump({**rules, "providers": list(providers)}), "utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({"facts": {"company_name": "company..name"}}, "is no JMESPath"),
        ({"facts": {"company_nmae": "name"}}, "did you mean 'company_name'?"),
        ({"facts": {}}, "facts with at least one line"),
        ({"address": "https://directory.example/{emial}"}, "did you mean 'email'?"),
        ({"address": "https://{domain}/find"}, "can't stand in the name of the server"),
        ({"address": "http://directory.example/"}, "must begin with https://"),
        ({"address": "https://user:key@directory.example/"}, "put the key into a header"),
        ({"address": "https://[broken/"}, "can't be read"),
        ({"headers": {"Authorization": "Bearer sk-12345"}}, "holds a key in this file"),
        ({"headers": {"Authorization": "Bearer {secret}"}}, "add 'secret: FOYER_SECRET_...'"),
        ({"headers": {"X-Who": "{email}"}}, "not a variable that can stand here"),
        ({"headers": {"X-A": "one\r\nX-B: two"}}, "in one line"),
        ({"secret": "sk-12345"}, "FOYER_SECRET_"),
        ({"body": {"email": "{email}"}}, "method: POST"),
        ({"timeout_seconds": 0}, "greater than 0"),
        ({"triggers": ["sometimes"]}, "new_contact"),
        ({"adress": "x"}, "did you mean 'address'?"),
        ({"type": "website"}, "takes no 'address'"),
    ],
)
def test_what_is_refused(tmp_path, lines, says):
    with pytest.raises(BadFiles) as refused:
        read_yaml(with_provider(tmp_path, {**GOOD, **lines}), EnrichmentRules)
    assert says in str(refused.value)
    assert "enrichment.yaml:" in str(refused.value)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"industry": {"Software": "sass"}}, "takes 'Software' for the industry 'sass'; did you mean 'saas'?"),
        ({"industry": {"Software": "saas"}, "seniority": {"C-Suite": "x"}}, "for the seniority 'x'; known: "),
        ({"existing_customer": {"Client": "maybe"}}, "for the existing_customer 'maybe'; write yes or no"),
        ({"industry": {"Software": True}}, "write a word"),
    ],
)
def test_a_word_that_means_nothing_of_ours(tmp_path, values, says):
    (problem,) = check_references({**dict(a_playbook()), "enrichment": with_values(tmp_path, values)})
    assert says in problem.message
    assert problem.place[:3] == ("providers", 0, "values")


def test_words_that_mean_something_of_ours(tmp_path):
    values = {"industry": {"Software": "saas"}, "existing_customer": {"Client": True}, "city": {"NYC": "New York"}}
    assert not list(check_references({**dict(a_playbook()), "enrichment": with_values(tmp_path, values)}))


def with_values(tmp_path: Path, values: dict) -> EnrichmentRules:
    return read_yaml(with_provider(tmp_path, {**GOOD, "values": values}), EnrichmentRules)


def test_two_of_one_name(tmp_path):
    with pytest.raises(BadFiles, match="two providers are called 'directory'"):
        read_yaml(with_provider(tmp_path, GOOD, GOOD), EnrichmentRules)


@pytest.mark.parametrize("name", ["email", "visitor", "own_history"])
def test_none_is_called_as_our_own_sources_are(tmp_path, name):
    with pytest.raises(BadFiles, match=f"'{name}' is what Foyer calls facts of its own; give the provider another"):
        read_yaml(with_provider(tmp_path, {**GOOD, "name": name}), EnrichmentRules)


def test_the_examples_of_the_shipped_file_work(tmp_path):
    text = SHIPPED.read_text("utf-8")
    head, _, example = text.partition("providers: []")
    example = example.partition("# providers:")[2]
    lines = [line.removeprefix("# ").removeprefix("#") for line in example.splitlines()]
    path = tmp_path / "enrichment.yaml"
    path.write_text("\n".join([head, "providers:", *lines]), "utf-8")
    rules = read_yaml(path, EnrichmentRules)
    assert [provider.type for provider in rules.providers] == ["website", "http"]
    assert rules.providers[1].secret == "FOYER_SECRET_DIRECTORY"


def test_none_is_switched_on_in_the_shipped_file():
    assert read_yaml(SHIPPED, EnrichmentRules).providers == ()

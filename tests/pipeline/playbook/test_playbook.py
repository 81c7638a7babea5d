"""The playbook loads whole or not at all, and a mistake is answered with the file, the line and what to write."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline.domain.record import Field
from pipeline.playbook.loading import load_playbook
from prompts.problems import BadFiles
from tests.support.builders import PROMPTS, a_playbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS / "playbook", tmp_path / "playbook")
    shutil.copytree(PROMPTS / "texts", tmp_path / "texts")
    return tmp_path


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replaces `old` once and returns its line."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} has no {old!r} to replace"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        load_playbook(folder, {})
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_the_shipped_playbook_loads():
    playbook = a_playbook()
    assert playbook.company.name == "Brightdesk"
    assert len(playbook.version) == len(playbook.texts_version) == 12


@pytest.mark.parametrize(
    ("file", "old", "new", "advice"),
    [
        ("scoring.yaml", "points: 20", "points: -20", "greater than or equal to 1"),
        ("scoring.yaml", "points: 20", "ponits: 20", "'ponits' is not a known setting; did you mean 'points'?"),
        ("scoring.yaml", "{company_size: 10 to 49}", "{compny_size: 10 to 49}", "did you mean 'company_size'?"),
        ("scoring.yaml", "{company_size: 10 to 49}", "{company_size: 49 to 10}", "write the smaller number first"),
        (
            "scoring.yaml",
            "{company_size: 10 to 49}",
            "{score: 50 to 500}",
            "'score', which is known only after scoring",
        ),
        ("scoring.yaml", "fit: 65", "fit: 66", "the caps add up to 101"),
        ("deduplication.yaml", "tuta.com", "tuta", "'tuta' is no domain; write what follows the @ of an address"),
        ("deduplication.yaml", "tuta.com", "jo@tuta.com", "'jo@tuta.com' is no domain"),
        ("scoring.yaml", "D: 1}", "D: 5}", "D must start at 1"),
        ("scoring.yaml", "at_least: 60", "at_least: 81", "from the highest at_least to the lowest"),
        ("scoring.yaml", "{asked_for: demo}", "{asked_for: dmeo}", "never happens; did you mean 'demo'?"),
        ("scoring.yaml", "cadence: direct", "cadence: dirct", "'dirct', which is not in cadences.yaml"),
        ("routing.yaml", "queue: exception", "queue: exceptional", "'exceptional', which is not in queues"),
        ("routing.yaml", "otherwise: triage", "otherwise: nowhere", "'nowhere', which is not in queues"),
        ("routing.yaml", "people: [maya]", "people: [mia]", "'mia', who is not in people"),
        ("routing.yaml", "time_zone: Europe/Lisbon", "time_zone: Lisbon", "write an IANA time zone"),
        ("routing.yaml", "id: ines", "id: maya", "share an id"),
        ("routing.yaml", "to: account_owner", "queue: triage\n    to: account_owner", "write either 'queue: name' or"),
        ("routing.yaml", "kind: existing_customer", "kind: customer", "never happens"),
        ("routing.yaml", "away: []", "away: [tomorrow]", "valid date"),
        ("routing.yaml", "away: []", "away: [{from: 2026-12-28, to: 2026-12-24}]", "must begin before it ends"),
        ("routing.yaml", "away: []", "away: [{from: 2026-12-24, to: 2026-12-28, half: morning}]", "only a single day"),
        ("ideal_customer.yaml", "soon_days: 90", "soon_days: 10", "soon_days must be more than urgent_days"),
        ("ideal_customer.yaml", "industries: [ecommerce", "industries: [ecomerce", "did you mean 'ecommerce'?"),
        ("ideal_customer.yaml", "departments: [support", "departments: [suport", "did you mean 'support'?"),
        ("scoring.yaml", "{ideal: department}", "{ideal: departments}", "never happens; did you mean 'department'?"),
        ("ideal_customer.yaml", "{min: 50, max: 500}", "{min: 500, max: 50}", "min must not be above max"),
        ("classification.yaml", "{points: 2, ", "{points: 9, ", "must rise in points"),
        ("classification.yaml", "undecided: 0.5", "undecided: 0.8", "below confidence_threshold"),
        ("cadences.yaml", "{day: 5, channel: email", "{day: 50, channel: email", "must be listed by day"),
        ("cadences.yaml", "channel: call", "channel: fax", "'email', 'call', 'sms' or 'linkedin'"),
        ("company.yaml", 'start: "09:00"', 'start: "19:00"', "must start before it ends"),
        ("company.yaml", 'start: "09:00"', 'start: "17:30"', "at least an hour"),
        ("fields.yaml", "- id: problem", "- id: goal", "'goal' stands twice"),
        ("vocabulary.yaml", "- id: saas", "- id: ecommerce", "stands twice in one list"),
    ],
)
def test_a_mistake_is_answered_with_what_to_write(folder, file, old, new, advice):
    edit(folder, f"playbook/{file}", old, new)
    problems = problems_of(folder)
    assert any(advice in problem and problem.startswith(f"playbook/{file}:") for problem in problems), problems


def test_a_mistake_names_its_line(folder):
    line = edit(folder, "playbook/scoring.yaml", "points: 20", "points: many")
    assert problems_of(folder)[0].startswith(f"playbook/scoring.yaml:{line}: ")


NAMES = [
    ("scoring.yaml", "cadence: direct", "cadence: dirct"),
    ("scoring.yaml", "{asked_for: demo}", "{asked_for: dmeo}"),
    ("scoring.yaml", "{ideal: department}", "{ideal: departments}"),
    ("routing.yaml", "kind: existing_customer", "kind: customer"),
    ("routing.yaml", "student, job_seeker]", "student, job_seker]"),
    ("routing.yaml", "queue: exception", "queue: exceptional"),
    ("routing.yaml", "otherwise: triage", "otherwise: nowhere"),
    ("routing.yaml", "people: [maya]", "people: [mia]"),
    ("routing.yaml", "accounts: []", "accounts: [{domains: [acme.com], owner: mia}]"),
    ("ideal_customer.yaml", "departments: [support", "departments: [suport"),
    ("vocabulary.yaml", "{de: Einzelhandel", "{dee: Einzelhandel"),
    ("fields.yaml", 'es: ["1 a 10"', 'it: ["1 a 10"'),
    ("company.yaml", "language: en", "language: eng"),
    ("company.yaml", "  es: software", "  it: software"),
    ("cadences.yaml", "text: fast_day_5", "text: fast_day_five"),
]
"""Names that are nowhere."""
MISFITS = [
    ("scoring.yaml", "{company_size: 10 to 49}", "{score: 50 to 500}"),
    ("scoring.yaml", "caps:\n  fit: 65", "caps:\n  fit: 66"),
    ("scoring.yaml", "D: 1}", "D: 5}"),
    ("scoring.yaml", "- id: smaller_than_ideal", "- id: ideal_size"),
    ("routing.yaml", "- id: ines", "- id: maya"),
    ("fields.yaml", "- id: problem", "- id: goal"),
    ("vocabulary.yaml", "- id: saas", "- id: ecommerce"),
]
"""What does not go with the rest of its file."""


@pytest.mark.parametrize(("file", "old", "new"), [*NAMES, *MISFITS], ids=[new for _, _, new in (*NAMES, *MISFITS)])
def test_what_can_not_stand_there_is_found_where_it_stands(folder, file, old, new):
    line = edit(folder, f"playbook/{file}", old, new)
    assert [problem.split(": ")[0] for problem in problems_of(folder)] == [f"playbook/{file}:{line}"]


def test_a_segment_names_its_own_lines(folder):
    models = """models:
  - id: agencies
    when: {industry: agnecy}
    signals:
      - {id: many_clients, group: fit, points: 40, when: {stage: exploring, urgency: hgih}, says: many clients}
    bands:
      - {id: all, at_least: 1, next_action: nurture, act_within_hours: 8, cadence: nurtur}
"""
    path = folder / "playbook" / "scoring.yaml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}{models}", "utf-8")
    first = text.count("\n") + 1
    found = [problem.split(": ")[0] for problem in problems_of(folder)]
    assert sorted(found) == [f"playbook/scoring.yaml:{first + n}" for n in (2, 4, 6)]


def test_all_mistakes_are_named_at_once(folder):
    edit(folder, "playbook/scoring.yaml", "fit: 65", "fit: 66")
    edit(folder, "playbook/routing.yaml", "otherwise: triage", "otherwise: nowhere")
    (folder / "playbook" / "company.yaml").unlink()
    assert {problem.split(":")[0] for problem in problems_of(folder)} == {
        "playbook/scoring.yaml",
        "playbook/routing.yaml",
        "playbook/company.yaml",
    }


def test_a_touch_needs_its_text(folder):
    edit(folder, "texts/en/follow_up.md", "## follow_up.fast_day_5", "## follow_up.fast_day_six")
    assert any("'follow_up.fast_day_5' is missing" in problem for problem in problems_of(folder))


def test_a_text_uses_only_what_is_filled(folder):
    edit(folder, "texts/en/follow_up.md", "{{ sender }}", "{{ sendr }}")
    assert any("did you mean 'sender'?" in problem for problem in problems_of(folder))


class TestLanguages:
    """Each folder of texts is a language; the company's own is needed."""

    def test_every_language_needs_every_text_and_the_folder_is_named(self, folder):
        edit(folder, "texts/de/chat.md", "## greeting", "## greetings")
        with pytest.raises(BadFiles) as caught:
            load_playbook(folder, {"greeting": frozenset({"assistant_name", "our_company"})})
        (problem,) = caught.value.problems
        assert problem.file == folder / "texts" / "de"
        assert "'greeting' is missing ('greetings' looks close" in problem.message

    def test_follow_ups_are_needed_in_the_companys_language_only(self, folder):
        (folder / "texts" / "de" / "follow_up.md").unlink()
        playbook = load_playbook(folder, {})
        assert "follow_up.fast_day_2" in playbook.get_texts()
        assert "follow_up.fast_day_2" not in playbook.get_texts("de")

    def test_a_language_without_texts_is_spoken_to_in_the_companys(self, folder):
        playbook = load_playbook(folder, {})
        assert [playbook.get_texts(language).language for language in ("de", "it", None)] == ["de", "en", "en"]

    def test_labels_and_buttons_come_in_the_language_or_as_they_are(self):
        playbook = a_playbook()
        label = [playbook.get_choice_label(Field.INDUSTRY, "retail", language) for language in ("de", "es", "it", None)]
        assert label == ["Einzelhandel", "Comercio minorista", "Retail", "Retail"]
        question = playbook.fields.get(Field.TEAM_SIZE)
        assert question
        assert (question.get_buttons("de")[0], question.get_buttons("it")[0]) == ("1 bis 10", "1 to 10")

    @pytest.mark.parametrize(
        ("file", "old", "new", "advice"),
        [
            ("vocabulary.yaml", "{de: Einzelhandel", "{dee: Einzelhandel", "'retail' names the language 'dee'"),
            ("fields.yaml", "de: [", "it: [", "there is no folder texts/it; there are: de, en, es, fr"),
            ("company.yaml", "language: en", "language: eng", "did you mean 'en'?"),
        ],
    )
    def test_a_translation_that_nobody_would_see_is_refused(self, folder, file, old, new, advice):
        edit(folder, f"playbook/{file}", old, new)
        assert any(advice in problem for problem in problems_of(folder))

    def test_a_folder_is_named_after_a_language(self, folder):
        shutil.copytree(folder / "texts" / "de", folder / "texts" / "bavarian")
        assert any("'bavarian' is no language code" in problem for problem in problems_of(folder))


def test_a_needed_text_of_another_part_is_checked_as_well(folder):
    with pytest.raises(BadFiles, match=r"'chat.no_such_text' is missing"):
        load_playbook(folder, {"chat.no_such_text": frozenset()})


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("playbook/scoring.yaml", "points: 30", "points: 29", (True, False)),
        ("texts/en/follow_up.md", "Best regards", "Kind regards", (False, True)),
    ],
)
def test_the_version_changes_with_the_files(folder, file, old, new, changed):
    before = load_playbook(folder, {})
    edit(folder, file, old, new)
    after = load_playbook(folder, {})
    assert (before.version != after.version, before.texts_version != after.texts_version) == changed


def test_days_off_are_days_spans_or_half_days(folder):
    days = '[2026-12-24, "2026-12-28", {from: 2026-12-30, to: 2027-01-02}, {day: 2026-12-23, half: afternoon}]'
    edit(folder, "playbook/routing.yaml", "away: []", f"away: {days}")
    ines = load_playbook(folder, {}).routing.find_person("ines")
    assert ines is not None
    assert [(absence.first, absence.last, absence.half) for absence in ines.away] == [
        (date(2026, 12, 24), date(2026, 12, 24), None),
        (date(2026, 12, 28), date(2026, 12, 28), None),
        (date(2026, 12, 30), date(2027, 1, 2), None),
        (date(2026, 12, 23), date(2026, 12, 23), "afternoon"),
    ]


@pytest.mark.parametrize(("total", "stage"), [(None, "lead"), (59, "lead"), (60, "mql"), (100, "mql")])
def test_the_threshold_of_a_qualified_lead(total, stage):
    assert a_playbook().get_stage(total) == stage


@pytest.mark.parametrize(
    ("total", "band", "grade"),
    [(100, "hot", "A"), (80, "hot", "A"), (79, "warm", "B"), (60, "warm", "B"), (59, "cool", "C"), (29, "cold", "D")],
)
def test_bands_and_grades(total, band, grade):
    scoring = a_playbook().scoring
    assert (scoring.choose_model({}).get_band(total).id, scoring.get_grade(total)) == (band, grade)


def test_labels():
    playbook = a_playbook()
    assert playbook.get_choice_label(Field.INDUSTRY, "saas") == "Software / SaaS"
    assert playbook.get_choice_label(Field.INDUSTRY, "no_longer_there") == "no_longer_there"
    assert [choice.id for choice in playbook.build_vocabulary().industries][:2] == ["ecommerce", "saas"]


def test_asking_for_a_field():
    fields = a_playbook().fields
    email, tools = fields.get(Field.EMAIL), fields.get(Field.TOOLS)
    assert (email is not None and email.required, tools in fields.asked) == (True, False)

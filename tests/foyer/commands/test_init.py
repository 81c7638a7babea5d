"""`foyer init` as a user runs it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from foyer.commands.init import TwoSources
from foyer.setup.asking import ask_questions
from foyer.setup.folder import FolderTaken
from prompts.problems import BadFiles

ANSWERS = Path(__file__).parents[1] / "setup" / "answers"


def run(*arguments: object):
    return CliRunner().invoke(app, ["init", *map(str, arguments)])


def test_a_folder_from_a_file_of_answers_passes_the_check(tmp_path):
    made = run(tmp_path / "gym", "--answers", ANSWERS / "gym.yaml")
    assert made.exit_code == 0
    assert "questions.md:3: is to be filled in" in made.output
    checked = CliRunner().invoke(app, ["playbook", "check", str(tmp_path / "gym")])
    assert checked.exit_code == 0
    assert "is to be filled in" in " ".join(checked.output.split())


def test_the_questions_are_asked_until_each_answer_can_be_used(tmp_path):
    says = iter([
        "Ironwood", "a gym", "people", "klingon", "en", "Europe/London", "whenever", "mon-fri 09:00-17:00", "GB",
        "hello@ironwood.example", "", "", "#dc2626", "Sam Cole <sam@ironwood.example>", "everywhere",
        "Goal: nonsense", "Training goal: choice strength|rehab", "",
    ])  # fmt: skip
    answers = ask_questions(lambda text, usual: next(says))
    assert (answers.name, answers.languages, answers.phone) == ("Ironwood", ("en",), None)
    assert [field.id for field in answers.ask] == ["training_goal"]
    assert next(says, None) is None


def test_an_example_is_copied_whole(tmp_path):
    assert run(tmp_path / "solar", "--example", "solar").exit_code == 0
    assert (tmp_path / "solar" / "playbook" / "fields.yaml").read_text("utf-8").count("own_home") > 1


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (["--answers", str(ANSWERS / "gym.yaml"), "--example", "solar"], TwoSources),
        (["--answers", __file__], BadFiles),
    ],
)
def test_what_can_not_be_is_refused(tmp_path, arguments, mistake):
    assert isinstance(run(tmp_path / "new", *arguments).exception, mistake)
    assert not (tmp_path / "new").exists()


def test_a_taken_folder_is_refused_before_anything_is_asked(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert isinstance(run(tmp_path).exception, FolderTaken)

"""Acts heard by learned weights: what they rest on, what they say of a text, and how they were learned."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.learned.acts import WEIGHTS, load_act_weights, recognise_acts, score_acts, split_sentences
from assistant.understanding.learned.features import BUCKETS, hash_features
from assistant.understanding.learned.letters import plain_letters
from tests.quality.learned.train_acts import (
    ACTS,
    hash_training,
    is_known,
    make_examples,
    split_aside,
    train,
    write_weights,
)
from tests.quality.learned.utterances import read_utterances

UTTERANCES = read_utterances()


def test_the_weights_were_learned_from_these_utterances():
    trained_on, _ = split_aside(UTTERANCES)
    assert load_act_weights().learned_from == hash_training(make_examples(trained_on)), (
        "run `python -m tests.quality.learned.train_acts --write`"
    )


def test_the_weights_are_light():
    assert WEIGHTS.stat().st_size <= 2_000_000


def test_every_act_has_a_column_and_a_threshold():
    weights = load_act_weights()
    assert weights.acts == ACTS
    assert weights.table.shape == (BUCKETS, len(ACTS))
    assert ((weights.thresholds >= 0.5) & (weights.thresholds <= 0.96)).all()


def test_utterances_know_only_these_acts():
    assert {act for said in UTTERANCES for act in said.acts} == set(ACTS)


@pytest.mark.parametrize("aside", [False, True], ids=["trained on", "aside"])
@pytest.mark.parametrize("language", sorted({said.language for said in UTTERANCES}))
def test_every_language_has_utterances_of_every_act_and_of_none(language, aside):
    counts = Counter(
        act for said in UTTERANCES if said.language == language and said.aside == aside for act in said.acts or {"none"}
    )
    assert not {act for act in (*ACTS, "none") if counts[act] < 5}


def test_an_utterance_without_a_head_is_refused_with_its_line(tmp_path):
    file = tmp_path / "en" / "plain.txt"
    file.parent.mkdir()
    file.write_text("\nhello\n[greet]\nhi\n", "utf-8")
    with pytest.raises(ValueError, match=r"plain\.txt:2: write the acts in brackets"):
        read_utterances(tmp_path)


def test_what_was_trained_on_is_heard():
    """Weights that do not fit what they were learned from were not learned from it, whatever their header says."""
    weights = load_act_weights()
    trained, _ = split_aside(UTTERANCES)
    scores = np.array([weights.score(said.text) for said in trained])
    for column, act in enumerate(ACTS):
        known = np.array([is_known(act, said.acts) for said in trained])
        is_act = np.array([act in said.acts for said in trained])
        assert ((scores[:, column] > 0.5) == is_act)[known].mean() > 0.99, act


def test_training_twice_gives_the_same_weights(tmp_path):
    some = [said for said in UTTERANCES if said.language == "en" and said.acts <= {"greet", "thanks"}][:400]
    for name in ("once.npz", "again.npz"):
        write_weights(train(some, ("greet", "thanks")), tmp_path / name)
    assert (tmp_path / "once.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()


HEARD = [
    ("yes, go ahead and keep it", "affirm"),
    ("yepp thats me", "affirm"),
    ("no thanks, nothing more", "deny"),
    ("nope, never", "deny"),
    ("i would rather not share my number", "decline"),
    ("no idea how many there are", "unsure"),
    ("why do you want my phone number", "why"),
    ("please stop asking", "stop"),
    ("can i talk to a real person please", "human"),
    ("could someone ring me back", "human"),
    ("i'd like to book a demo", "book_call"),
    ("please schedule a meeting with sales", "book_call"),
    ("hello there, good morning", "greet"),
    ("thanks for your help", "thanks"),
    ("bye, have a nice evening", "bye"),
    ("this is a waste of my time", "complain"),
    ("tell me a joke", "off_topic"),
    ("sorry, i meant friday", "correct"),
    ("please delete my personal data", "delete_data"),
    ("Ja, gerne, machen wir so.", "affirm"),
    ("Ich möchte mit einem Mitarbeiter sprechen", "human"),
    ("Wozu brauchen Sie meine Nummer?", "why"),
    ("Löschen Sie bitte meine Daten.", "delete_data"),
]


@pytest.mark.parametrize(("text", "act"), HEARD)
def test_an_act_is_heard(text, act):
    assert act in recognise_acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Anna Schmidt",
        "Hello Fresh GmbH",
        "about 40 people",
        "anna.schmidt@example.com",
        "+49 30 901820",
        "Our customers want to talk to a person and end up in a menu.",
        "Nobody picks up the phone at lunchtime",
        "I forgot my laptop at the hotel",
        "We delete the data of former tenants by hand",
        "Unsere Kunden warten tagelang auf eine Antwort",
    ],
)
def test_a_value_is_no_act(text):
    assert not recognise_acts(text)


def test_an_act_is_heard_in_any_sentence_of_a_message():
    message = "We are a bakery in Leeds with 20 staff. Orders get lost. Can I speak to someone? It is about cakes."
    assert "human" in recognise_acts(message)


def test_only_the_beginning_and_the_end_of_a_long_message_are_looked_at():
    sentences = [f"Sentence number {letter}." for letter in "abcdefghijkl"]
    assert split_sentences(" ".join(sentences)) == sentences[:4] + sentences[-4:]


@given(st.text(max_size=400))
def test_any_text_has_a_probability_for_each_act(text):
    scores = score_acts(text)
    assert tuple(scores) == ACTS
    assert all(0 <= probability <= 1 for probability in scores.values())
    assert recognise_acts(text).items() <= scores.items()


@given(st.text(alphabet="abcdefghij klmnopqrstuvwxyz'0123456789.,!?", max_size=80))
def test_capitals_and_punctuation_say_nothing(text):
    assert plain_letters(text.upper()) == plain_letters(text) == plain_letters(f"  {text},")
    assert (hash_features(text.upper()) == hash_features(text)).all()


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Don’t KNOW!!!", "dont know"),
        ("Sooooo güt", "soo gut"),
        ("¿Por qué?", "por que ?"),
        ("call 415-555", "call 000 000"),
        ("Straße", "strasse"),
        ("👍", "👍"),
    ],
)
def test_letters_are_made_plain(text, letters):
    assert plain_letters(text) == letters

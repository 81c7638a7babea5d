"""The brand folder: what is read, and what each mistake is told, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.branding import read_brand
from prompts.colours import READABLE, compute_contrast, format_hsl, parse_colour
from prompts.live import Live
from prompts.problems import BadFiles
from tests.support.brands import BRAND, a_brand

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BRAND, tmp_path / "brand"))


def change(folder: Path, old: str, new: str, name: str = "brand.yaml") -> int:
    """Replaces the first `old` and returns the line it stood in."""
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def only_problem(folder: Path) -> tuple[str, int | None, str]:
    with pytest.raises(BadFiles) as refused:
        read_brand(folder)
    [problem] = refused.value.problems
    return problem.file.name, problem.line, problem.message


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert compute_contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("written", ["#fff", "teal", "0f766e", "#0f766g", 0, None])
def test_what_is_no_colour_is_refused(written):
    with pytest.raises(ValueError):
        parse_colour(written)


@given(COLOURS, COLOURS)
def test_contrast_has_no_direction_and_stays_in_its_range(one, other):
    assert compute_contrast(one, other) == compute_contrast(other, one)
    assert 1 <= compute_contrast(one, other) <= 21


@pytest.mark.parametrize(
    ("written", "expected"),
    [("#ffffff", "0.0 0.0% 100.0%"), ("#ff0000", "0.0 100.0% 50.0%"), ("#0f766e", "175.3 77.4% 26.1%")],
)
def test_a_colour_in_css_numbers(written, expected):
    assert format_hsl(written) == expected


def test_the_shipped_brand_can_be_read_in_both_looks():
    for palette in (a_brand().light, a_brand().dark):
        for text in (palette.text, palette.muted_text):
            assert min(compute_contrast(text, palette.background), compute_contrast(text, palette.surface)) >= READABLE
        assert compute_contrast(palette.primary_text, palette.primary) >= READABLE


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('text: "#192f2d"', 'text: "#8a9a98"', "#8a9a98 on background #ffffff has a contrast of 2.93 to 1"),
        ('primary: "#0f766e"', 'primary: "#fbbf24"', "on background #ffffff has a contrast of 1.67 to 1"),
        ('primary_text: "#ffffff"', 'primary_text: "#0f5f59"', "on primary #0f766e has a contrast of 1.3"),
        ('border: "#d7e5e2"', "border: green", 'write a colour as "#rrggbb"'),
        ("corner_radius: 12", "corner_radius: 40", "less than or equal to 24"),
        ("position: right", "position: top", "'left' or 'right'"),
        ("corner_radius", "corner_radios", "did you mean 'corner_radius'?"),
        ("label: Chat with Brightdesk", 'label: ""', "at least 1 character"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder, old, new, said):
    line = change(folder, old, new)
    with pytest.raises(BadFiles) as refused:
        read_brand(folder)
    problem = next(problem for problem in refused.value.problems if said in problem.message)
    assert (problem.file.name, problem.line) == ("brand.yaml", line)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg">\n<script>1</script></svg>', "may only draw"),
        ('<svg xmlns="http://www.w3.org/2000/svg">\n<a onclick="x()"/></svg>', "may only draw"),
        ('<svg xmlns="http://www.w3.org/2000/svg">\n<image href="https://a.example/b.png"/></svg>', "may only draw"),
        ("<svg>\n<g></svg>", "not readable as SVG"),
    ],
)
def test_a_picture_that_does_more_than_draw_is_refused_with_its_line(folder, picture, said):
    (folder / "logo_dark.svg").write_text(picture)
    name, line, message = only_problem(folder)
    assert (name, line) == ("logo_dark.svg", 2)
    assert said in message


def test_a_missing_and_a_huge_picture_are_named(folder):
    (folder / "avatar.svg").unlink()
    assert only_problem(folder)[0] == "avatar.svg"
    (folder / "avatar.svg").write_text("<svg>" + " " * 60_000 + "</svg>")
    assert "smaller than 50000" in only_problem(folder)[2]


def test_a_change_is_live_and_a_broken_one_leaves_the_last_good_one(folder):
    live = Live(folder, read_brand, seconds=0)
    change(folder, "name: Brightdesk", "name: Dimdesk")
    assert live.current().name == "Dimdesk"
    change(folder, 'background: "#ffffff"', 'background: "#202020"')
    assert live.current().light.background == "#ffffff"
    assert live.problems
    change(folder, 'background: "#202020"', 'background: "#ffffff"')
    old = live.current().version
    change(folder, "<rect", "<!-- new --><rect", "favicon.svg")
    assert live.current().version != old
    assert live.problems == ()

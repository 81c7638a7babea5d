"""The figures of understanding without a model stay above their bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.quality.understanding import MEASURES, UnderstandingFigure
from tests.support.material import material


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)
def test_each_figure_reaches_its_bar(measure: Callable[[], Iterator[UnderstandingFigure]]):
    material("dialogue")
    missed = [figure for figure in measure() if not figure.reached]
    assert not missed, [(figure.name, figure.value, figure.bar, figure.wrong[:10]) for figure in missed]

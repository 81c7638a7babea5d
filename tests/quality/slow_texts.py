"""Which texts take longest to understand: `python -m tests.quality.slow_texts` prints the worst of the hostile ones.

CPU time of this process for the longest message a visitor may send; each text as nobody's answer and as the answer to
each question. The best of two, so that a compiled pattern or a collected heap counts for nobody.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.hearing import understand_message
from assistant.understanding.port import MessageInContext, Understanding
from pipeline.domain.record import Field
from tests.support.builders import a_playbook
from tests.support.hostile_texts import list_full_texts

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
BAR_MS = 50
"""CPU milliseconds that no message takes."""


def measure_cpu_ms(understanding: Understanding, text: str, asked: tuple[Field, ...]) -> float:
    """The lesser of two readings, in CPU milliseconds; what the first one left in caches of texts is not used."""
    best = float("inf")
    for number in range(2):
        heard = MessageInContext(text[: len(text) - number], NOW, asked, region="US")
        start = time.process_time()
        understand_message(understanding, heard)
        best = min(best, (time.process_time() - start) * 1000)
    return best


def measure_texts(
    texts: Iterable[tuple[str, str]], every: Iterable[tuple[Field, ...]]
) -> Iterator[tuple[float, str, str]]:
    """CPU milliseconds, the question and the fragment of each text at each question."""
    understanding, every = GuidedUnderstanding(a_playbook().vocabulary.vocabulary), tuple(every)
    gc.collect()
    for fragment, text in texts:
        for asked in every:
            yield measure_cpu_ms(understanding, text, asked), ", ".join(asked) or "nothing", fragment


def main() -> None:
    """Prints the twenty slowest texts, each at the question at which it is."""
    texts, questions = list(list_full_texts()), [(), *((field,) for field in Field)]
    list(measure_texts(texts[:5], questions[:1]))
    every = sorted(measure_texts(texts, questions))
    worst = sorted({reading[2]: reading for reading in every}.values(), reverse=True)
    table = Table("CPU ms", "asked for", "repeated to 4,000 characters", title=f"The worst of {len(every)} readings")
    for ms, asked, fragment in worst[:20]:
        table.add_row(f"{ms:.1f}", asked, repr(fragment))
    Console().print(table)
    over = sum(ms > BAR_MS for ms, _, _ in every)
    Console().print(f"{over} readings over {BAR_MS} ms")


if __name__ == "__main__":
    main()

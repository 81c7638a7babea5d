"""How well enquiries are classified: kinds, confidence against correctness, and every buyer that was called spam.

`python -m tests.quality.classification` prints the tables for the labelled enquiries of `prompts/cases/enquiries/` and
writes them into docs/quality.md; `--wrong` lists each enquiry that was called something else, `--part` takes one part.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from assistant.dialogue.record_merge import merge_findings
from assistant.evaluation.enquiries import Enquiry, Part, read_enquiries
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.hearing import understand_message
from assistant.understanding.port import MessageInContext
from pipeline.domain.decision import Decision, Profile, Versions
from pipeline.domain.record import Record
from pipeline.domain.submission import Submission
from pipeline.matching import KnownRecords
from pipeline.ports import Classifier
from pipeline.routing.policy import TeamState
from tests.pipeline.qualification.classification.plausible_model import plausible_classifier
from tests.quality.reliability import Bin, bins
from tests.quality.tables import put_between, table
from tests.support.builders import NOW, PROMPTS, a_playbook, a_submission, an_enrichment, decide_submission

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
SECTION = "classification"
KINDS = ("buyer", "spam", "vendor", "student", "job_seeker", "existing_customer", "unknown")
NO_BUYERS = frozenset({"spam", "vendor", "student", "job_seeker"})
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
VALUES: tuple[tuple[str, Callable[[Profile], str | None], Callable[[Enquiry], str | None]], ...] = (
    ("industry", lambda profile: profile.industry, lambda enquiry: enquiry.industry),
    ("use case", lambda profile: profile.use_case, lambda enquiry: enquiry.use_case),
    ("urgency", lambda profile: profile.urgency, lambda enquiry: enquiry.urgency),
    ("buyer role", lambda profile: profile.buyer_role, lambda enquiry: enquiry.role),
)


@dataclass(frozen=True, slots=True)
class JudgedEnquiry:
    """An enquiry with what became of it."""

    enquiry: Enquiry
    decision: Decision

    @property
    def profile(self) -> Profile:
        return self.decision.profile

    @property
    def right(self) -> bool:
        return self.profile.kind == self.enquiry.kind

    @property
    def lost(self) -> bool:
        """A buyer or customer of whom nobody is told."""
        kept = self.enquiry.kind not in NO_BUYERS
        return kept and not a_playbook().routing.get_queue(self.decision.route.queue).alert


def submission_of(enquiry: Enquiry) -> Submission:
    """The enquiry as the first message of somebody unknown, understood without a model."""
    understood = understand_message(_guided(), MessageInContext(enquiry.text, NOW, (), None, "US"))
    return a_submission(merge_findings(Record(), understood.findings, enquiry.text, 0).record, text=enquiry.text)


@cache
def _guided() -> GuidedUnderstanding:
    return GuidedUnderstanding(a_playbook().vocabulary.vocabulary)


def judged(enquiries: Iterable[Enquiry], classifier: Classifier | None = None) -> list[JudgedEnquiry]:
    """Each enquiry on its whole way through the rules, with a second opinion where there is somebody to give one."""
    found = []
    for enquiry in enquiries:
        submission = submission_of(enquiry)
        known, enriched = KnownRecords(), an_enrichment(submission)
        opinion = classifier.suggest(submission, a_playbook()) if classifier else None
        decision = decide_submission(
            submission, known, TeamState(), enriched, a_playbook(), Versions("", "", ""), NOW, opinion
        )
        found.append(JudgedEnquiry(enquiry, decision))
    return found


# --------------------------------------------------------------------------------------------------------------- tables


def kinds(rows: Sequence[JudgedEnquiry]) -> str:
    """Each kind: how many there are, how many were called so, and how many rightly."""
    lines = []
    for kind in KINDS:
        labelled = [row for row in rows if row.enquiry.kind == kind]
        called = [row for row in rows if row.profile.kind == kind]
        right = sum(row.right for row in called)
        lines.append([kind, str(len(labelled)), str(len(called)), _share(right, called), _share(right, labelled)])
    return table(["kind", "there are", "called so", "precision", "recall"], lines)


def confusion(rows: Sequence[JudgedEnquiry]) -> str:
    """One line a labelled kind, one column a kind it was called."""
    lines = [
        [kind, *(str(sum((row.enquiry.kind, row.profile.kind) == (kind, called) for row in rows)) for called in KINDS)]
        for kind in KINDS
    ]
    return table(["is \\ called", *KINDS], lines)


def buyers_lost(rows: Sequence[JudgedEnquiry]) -> Iterator[str]:
    """The error that must not happen, by name: buyers taken for somebody nobody should be told of."""
    buyers = [row for row in rows if row.enquiry.kind == "buyer"]
    for kind in ("spam", "vendor", "student", "job_seeker"):
        wrong = [row for row in buyers if row.profile.kind == kind]
        yield f"- buyers called {kind.replace('_', ' ')}: {len(wrong)} of {len(buyers)}"
        yield from (f"  - “{row.enquiry.text}” ({row.profile.reason})" for row in wrong)
    lost = [row for row in rows if row.lost]
    kept = [row for row in rows if row.enquiry.kind not in NO_BUYERS]
    yield f"- buyers, customers and unclear ones of whom nobody is told: {len(lost)} of {len(kept)}"
    alerted = [row for row in rows if row.enquiry.kind in NO_BUYERS and _alerted(row)]
    no_buyers = [row for row in rows if row.enquiry.kind in NO_BUYERS]
    yield f"- no buyers that reach somebody's alert: {len(alerted)} of {len(no_buyers)}"


def confidence(rows: Sequence[JudgedEnquiry]) -> str:
    """Confidence against the share that is right, of all that were called something; unknown claims nothing."""
    claims = [(row.profile.confidence, row.right) for row in rows if row.profile.kind != "unknown"]
    return table(
        ["confidence", "n", "mean", "right", "95 % interval", ""], [_bin(found) for found in bins(claims, EDGES)]
    )


def _bin(found: Bin) -> list[str]:
    low, high = found.interval
    honest = "" if low <= found.mean <= high else "too sure" if found.mean > high else "too modest"
    shown = f"{found.low:.2f} to {found.high:.2f}"
    return [shown, str(found.n), f"{found.mean:.2f}", f"{found.share:.2f}", f"{low:.2f} to {high:.2f}", honest]


def languages(rows: Sequence[JudgedEnquiry]) -> str:
    lines = []
    for language in sorted({row.enquiry.language for row in rows}):
        own = [row for row in rows if row.enquiry.language == language]
        claimed = [row for row in own if row.profile.kind != "unknown"]
        right = sum(row.right for row in claimed)
        lines.append([language, str(len(own)), _share(len(claimed), own), _share(right, claimed)])
    return table(["language", "n", "called something", "of these right"], lines)


def values(rows: Sequence[JudgedEnquiry]) -> str:
    """Values of buyers: found where they were said, and guessed where they were not."""
    buyers, lines = [row for row in rows if row.enquiry.kind == "buyer"], []
    for name, said, label in VALUES:
        pairs = [(said(row.profile), label(row.enquiry)) for row in buyers]
        found = [(None if value == "unknown" else value, wanted) for value, wanted in pairs]
        stated = [pair for pair in found if pair[1]]
        right = sum(value == wanted for value, wanted in stated)
        wrong = sum(value not in (None, wanted) for value, wanted in stated)
        guessed = sum(value is not None for value, wanted in found if not wanted)
        lines.append([name, str(len(stated)), str(right), str(wrong), str(guessed)])
    intents = [(row.profile.intent, row.enquiry.intent) for row in buyers if row.enquiry.intent]
    right = sum(value == wanted for value, wanted in intents)
    lines.append(["intent", str(len(intents)), str(right), str(len(intents) - right), ""])
    return table(["value", "labelled", "right", "wrong", "said without a label"], lines)


def triage(rows: Sequence[JudgedEnquiry]) -> str:
    waiting = sum(row.decision.route.queue == "triage" for row in rows)
    return f"- to triage: {waiting} of {len(rows)}"


def report(rows: Sequence[JudgedEnquiry]) -> str:
    blocks = ["\n".join([*buyers_lost(rows), triage(rows)])]
    blocks += [kinds(rows), confusion(rows), confidence(rows), languages(rows), values(rows)]
    return "\n\n".join(blocks)


def second_opinion(enquiries: Sequence[Enquiry]) -> str:
    """Rules alone beside rules with a fake model that knows the labels and errs: what a model can do and can't."""
    alone, both = judged(enquiries), judged(enquiries, plausible_classifier(enquiries))
    lines = [[name, *(str(count(rows)) for rows in (alone, both))] for name, count in COUNTS.items()]
    changed = sum(before.profile.kind != after.profile.kind for before, after in zip(alone, both, strict=True))
    lines.append(["kinds changed by the model", "", str(changed)])
    return f"{table(['', 'rules', 'with the fake'], lines)}\n\n{confidence(both)}"


COUNTS: Mapping[str, Callable[[Sequence[JudgedEnquiry]], int]] = {
    "enquiries": len,
    "buyers called spam": lambda rows: sum((row.enquiry.kind, row.profile.kind) == ("buyer", "spam") for row in rows),
    "buyers, customers and unclear ones of whom nobody is told": lambda rows: sum(row.lost for row in rows),
    "kinds right": lambda rows: sum(row.right for row in rows),
    "kinds wrong": lambda rows: sum(row.profile.kind not in (row.enquiry.kind, "unknown") for row in rows),
    "sure enough for sales": lambda rows: sum(row.profile.route_to_sales for row in rows),
    "to triage": lambda rows: sum(row.decision.route.queue == "triage" for row in rows),
    "values that only the model read": lambda rows: sum(len(row.profile.by_model) for row in rows),
}


def _alerted(row: JudgedEnquiry) -> bool:
    return a_playbook().routing.get_queue(row.decision.route.queue).alert


def _share(right: int, of: Sequence[object]) -> str:
    return f"{right / len(of):.2f}" if of else "-"


def wrong(rows: Sequence[JudgedEnquiry]) -> Iterator[str]:
    for row in rows:
        if not row.right:
            is_, called = row.enquiry.kind, row.profile.kind
            yield f"{is_} called {called} ({row.profile.confidence:.2f}): {row.enquiry.text}  [{row.profile.reason}]"


TITLES: dict[Part, str] = {
    "development": "Development: the rules were made on these",
    "calibration": "Calibration: the numbers of confidence were set on these",
    "held_out": "Held out: nothing was changed after these were read",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=list(TITLES), help="only this part, and nothing is written")
    parser.add_argument("--wrong", action="store_true", help="list each enquiry that was called something else")
    options = parser.parse_args()
    parts = read_enquiries(PROMPTS / "cases" / "enquiries", a_playbook().vocabulary)
    written = [f"Measured on {datetime.now(UTC):%Y-%m-%d} with `python -m tests.quality.classification`."]
    for part, title in TITLES.items():
        if part not in parts or options.part not in (None, part):
            continue
        rows = judged(parts[part])
        written.append(f"### {title} ({len(rows)} enquiries)\n\n{report(rows)}")
        print(written[-1], *(wrong(rows) if options.wrong else ()), sep="\n")
    if options.part in (None, "held_out"):
        written.append(f"### Held out, with a second opinion of a fake\n\n{second_opinion(parts['held_out'])}")
        print(written[-1])
    if not options.part:
        put_between(PAGE, SECTION, "\n\n".join(written))
    return 0


if __name__ == "__main__":
    sys.exit(main())

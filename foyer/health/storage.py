"""The doctor on what is stored here: files, rows, and whether somebody works on them. Nothing is made or migrated."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from foyer.commands.stored import format_address
from foyer.health.diagnosis import Diagnosis
from foyer.health.playbook import list_playbook_errors
from foyer.health.watch import LOG_LANGUAGE
from foyer.live_prompts import KEPT_PROMPTS, read_prompts
from foyer.settings import Settings
from pipeline.domain.closed_values import DeliveryStatus
from pipeline.playbook import Playbook
from pipeline.reports.alarm_words import AlarmWords, describe_alarm
from pipeline.reports.backlog import BacklogFinding, build_work_limits, find_backlog_problems, is_worker_alive
from pipeline.store import DatabaseProblem, Store
from prompts.problems import BadFiles
from prompts.unfinished import find_unfinished

UNREAD_FOR, MOST_UNREAD = timedelta(days=7), 20
"""Which messages that could not be understood are listed."""


def check_prompts(settings: Settings) -> Iterator[Diagnosis]:
    """What is written there now, which a running server may have refused."""
    try:
        playbook = read_prompts(settings.prompts).playbook
    except BadFiles as error:
        kept = (settings.data / KEPT_PROMPTS).is_dir()
        serves = "the last good version serves meanwhile, also after a restart" if kept else "nothing can start with it"
        for problem in error.problems:
            yield Diagnosis("prompts", "broken", str(problem), f"correct the file; {serves}")
        return
    version = f"playbook {playbook.version}, texts {playbook.texts_version}"
    yield Diagnosis("prompts", "ok", f"{settings.prompts} ({version})")
    for problem in list_playbook_errors(playbook, settings.prompts):
        yield Diagnosis("playbook", "warning", str(problem), "'foyer playbook check' says more")
    for problem in find_unfinished(settings.prompts):
        yield Diagnosis("prompts", "warning", f"{problem.file}:{problem.line} waits for your words", problem.message)


def check_data_folder(settings: Settings) -> Iterator[Diagnosis]:
    """Tried with a file that has no name and is gone at once."""
    folder = settings.data.absolute()
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if os.access(above, os.W_OK):
            yield Diagnosis(
                "data folder", "off", f"{folder} is not there yet", "start 'foyer serve': it makes the folder"
            )
        else:
            todo = f"let this user write to {above}, or set FOYER_DATA to another folder"
            yield Diagnosis("data folder", "broken", f"{folder} can't be made", todo)
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
    except OSError as error:
        todo = "make room, or let this user write there, or set FOYER_DATA to another folder"
        yield Diagnosis("data folder", "broken", f"{folder} can't be written ({error.strerror})", todo)
        return
    yield _judge_rights(folder)


def _judge_rights(folder: Path) -> Diagnosis:
    if folder.stat().st_mode & 0o077:
        found = f"{folder} can be written; other users of this machine can look into it"
        return Diagnosis("data folder", "warning", found, f"chmod 700 {folder}")
    return Diagnosis("data folder", "ok", f"{folder} can be written, by its owner alone")


def check_database(settings: Settings) -> Iterator[Diagnosis]:
    try:
        store = Store.open_existing(settings.url)
    except DatabaseProblem as problem:
        yield Diagnosis("database", "broken", str(problem))
        return
    if store is None:
        found = f"none yet at {format_address(settings)}"
        yield Diagnosis("database", "off", found, "start 'foyer serve': it makes the database")
        return
    yield Diagnosis("database", "ok", store.database.url.render_as_string(hide_password=True))
    try:
        yield from _check_work(store, _read_playbook(settings))
    finally:
        store.close()


def _read_playbook(settings: Settings) -> Playbook | None:
    try:
        return read_prompts(settings.prompts).playbook
    except BadFiles:
        return None


def _describe_alarm(finding: BacklogFinding, playbook: Playbook | None) -> AlarmWords:
    """Without texts, as nothing in the prompts folder can be read, the bare values."""
    if playbook:
        return describe_alarm(finding, playbook.get_texts(LOG_LANGUAGE))
    return AlarmWords(", ".join((finding.kind, *(f"{name} {value}" for name, value in finding.values.items()))), "")


def _check_work(store: Store, playbook: Playbook | None) -> Iterator[Diagnosis]:
    """Whether somebody does the work, what waits, and what waits for a person."""
    now, limits = datetime.now(UTC), build_work_limits(playbook)
    backlog = store.backlog.read(limits, now)
    if is_worker_alive(backlog, now):
        yield Diagnosis("engine", "ok", "a process is at work")
    for finding in find_backlog_problems(backlog, limits, now):
        words = _describe_alarm(finding, playbook)
        if finding.kind == "workers":
            yield Diagnosis("engine", "broken" if finding.urgent else "off", words.found, words.todo)
        else:
            yield Diagnosis("waiting work", "broken" if finding.urgent else "warning", words.found, words.todo)
    for submission_id, why in store.submissions.list_stuck():
        todo = "mend the cause; it is tried again by itself"
        yield Diagnosis("stuck submission", "warning", f"{submission_id}: {why}", todo)
    for delivery in store.views.list_deliveries():
        if delivery.status == DeliveryStatus.FAILED:
            found = f"{delivery.alert.key}: {delivery.error}"
            yield Diagnosis("refused alert", "warning", found, "mend the cause, then run 'foyer doctor --retry'")
    for conversation_id in store.silent_conversations.list_unread(now - UNREAD_FOR, MOST_UNREAD):
        found = f"a message that no rule could take, in /console/conversations/{conversation_id}"
        yield Diagnosis("unread message", "warning", found, "read it there, answer the visitor, and report the text")

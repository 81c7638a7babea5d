"""`/healthz` and `/readyz`: alive, and ready for work. Neither waits for a thread of the shared pool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from foyer.health.deadline import OK, DeadlineCheck
from foyer.health.watch import LOG_LANGUAGE
from foyer.wiring import Foyer
from pipeline.reports.alarm_words import describe_alarm
from pipeline.reports.backlog import BacklogFinding
from pipeline.store import DatabaseProblem
from pipeline.store.health.probe import probe_database, probe_engine


def add_health(app: FastAPI, foyer: Foyer, *, for_visitors: bool = True) -> None:
    """The two addresses. A worker's readiness is its work, so it is not ready while something urgent waits; whoever
    takes visitors can do so all the same, and is only `degraded`.
    """
    checks = {
        "database": DeadlineCheck("database", partial(_try, probe_database, foyer.settings.url)),
        "engine": DeadlineCheck("engine", partial(_try, probe_engine, foyer.engine.config.url)),
    }

    @app.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> dict[str, str]:
        """Alive: the event loop answers. Asks nothing else."""
        return {"status": OK}

    @app.api_route("/readyz", methods=["GET", "HEAD"])
    async def readyz() -> JSONResponse:
        """Ready: what is given is stored (tried, within a deadline); and what a person must know, as a note."""
        asked = await asyncio.gather(*(check.ask() for check in checks.values()))
        answers = dict(zip(checks, asked, strict=True))
        findings = foyer.watch.findings
        ready = all(answer == OK for answer in answers.values())
        if not for_visitors:
            ready = ready and not any(finding.urgent for finding in findings)
        status = "not ready" if not ready else "degraded" if findings else OK
        return JSONResponse({"status": status, **answers, **_describe(findings, foyer)}, 200 if ready else 503)


def _try(probe: Callable[[str], None], url: str) -> str:
    try:
        probe(url)
    except DatabaseProblem as problem:
        return str(problem)
    return OK


def _describe(findings: Sequence[BacklogFinding], foyer: Foyer) -> dict[str, Any]:
    problems = foyer.prompts.problems
    playbook = f"a broken change was refused, the last good version serves: {problems[0]}" if problems else OK
    texts = foyer.prompts.current().playbook.get_texts(LOG_LANGUAGE)
    work = [describe_alarm(finding, texts).found for finding in findings if not finding.kind.startswith("playbook")]
    return {"playbook": playbook, "work": "; ".join(work) or OK}

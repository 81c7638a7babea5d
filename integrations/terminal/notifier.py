"""Alerts for a team without Slack: printed where Foyer runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO, TextIOWrapper
from itertools import count
from threading import Lock
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from integrations.terminal.log_lines import format_alert_line
from integrations.terminal.printed import PrintedMessages
from pipeline.decision.outline import OutlineLine, OutlineSection, build_outline
from pipeline.domain.alert import Alert
from pipeline.ports import CheckResult, Clock, PostedMessage, RetryAfter
from prompts.texts import Texts

CHANNEL = "terminal"


class TerminalNotifier:
    """The local twin of the Slack notifier: the same content, in a panel of `width` columns and the words of `texts`.

    `find` knows what this process has printed and nothing of an earlier one, so an alert cut off by a crash is
    printed again.
    """

    def __init__(
        self, stream: TextIO, clock: Clock, texts: Callable[[], Texts], width: int = 80, *, for_programs: bool = False
    ) -> None:
        """`for_programs` prints a JSON line that names nobody in place of the panel."""
        self._stream = stream
        self._for_programs, self._clock = for_programs, clock
        self._texts = texts
        self._width = width
        self._lock = Lock()
        self._count = count(1)
        self._printed = PrintedMessages(clock)

    def post(self, alert: Alert) -> PostedMessage:
        """Prints the alert in one piece; raises RetryAfter when the stream can't be written."""
        page = format_alert_line(alert, self._clock.now()) if self._for_programs else self._drawn(alert)
        with self._lock:
            try:
                self._stream.write(page)
                self._stream.flush()
            except OSError as error:
                raise RetryAfter(f"the terminal cannot be written: {error.strerror}") from error
            return self._printed.record(alert.key, PostedMessage(CHANNEL, str(next(self._count))))

    def check(self) -> CheckResult:
        todo = "set FOYER_SLACK_BOT_TOKEN and FOYER_SLACK_CHANNEL to alert in Slack"
        return CheckResult(True, "alerts go to the terminal and the console", todo)

    def find(self, alert: Alert, since: datetime) -> PostedMessage | None:
        return self._printed.find(alert.key, since)

    def _drawn(self, alert: Alert) -> str:
        """The panel in the characters that the stream's encoding has: a plain ASCII terminal shows it too."""
        encoding = self._stream.encoding or "utf-8"
        page = BytesIO()
        with TextIOWrapper(page, encoding, errors="replace", newline="") as file:
            console = Console(file=file, width=self._width, force_terminal=self._stream.isatty(), legacy_windows=False)
            console.print(build_alert_panel(alert, self._texts()))
            file.flush()
            return page.getvalue().decode(encoding)


def build_alert_panel(alert: Alert, texts: Texts) -> Panel:
    """The alert as a rich panel; visitor text is never read as rich markup."""
    shown = build_outline(alert, texts)
    head = Text("\n").join([Text(shown.score, style="bold"), _line(shown.next_action), _line(shown.owner)])
    foot = Text(shown.lead + (f"  {shown.url}" if shown.url else ""), style="dim")
    brief = [Text(), Text(shown.brief)] if shown.brief else []
    return Panel(
        Group(head, *brief, *(part for section in shown.sections for part in _section(section)), Text(), foot),
        title=Text(shown.title, style="bold"),
        title_align="left",
    )


def _section(section: OutlineSection) -> list[RenderableType]:
    lines = (Padding(_line(line), (0, 0, 0, 2)) for line in section.lines)
    return [Text(), Text(section.heading, style="bold cyan"), *lines]


def _line(line: OutlineLine) -> Text:
    told = line.text
    if line.quote:
        told += f"{' — ' if told else ''}“{line.quote}”"
    if not line.label:
        return Text(told)
    return Text.assemble((f"{line.label}: " if told else line.label, "bold"), told)

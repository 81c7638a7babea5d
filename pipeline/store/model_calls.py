"""The account of model calls: reserved before they are made, settled when they end, never above the day's cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, select, update

from pipeline.model.port import OK, ModelCall, ModelSpending, Usage
from pipeline.store import tables
from pipeline.store.database import Database

UNDER_WAY = "under way"


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices and the caps of a day (UTC)."""

    input_price: float = 0.0
    """Per million tokens, in any currency: a token costs so many millionths of it."""
    output_price: float = 0.0
    daily_cap: float | None = None
    """In the currency of the prices; null is no cap."""
    daily_tokens: int = 2_000_000
    """Input and output together: a cap that holds where no price is known."""

    def cost_millionths(self, usage: Usage) -> int:
        return round(usage.input_tokens * self.input_price + usage.output_tokens * self.output_price)

    @property
    def cap_millionths(self) -> int | None:
        return None if self.daily_cap is None else round(self.daily_cap * 1_000_000)


class ModelCallStore:
    """The `ModelAccount` port; every method is one short transaction."""

    def __init__(self, database: Database, tariff: Tariff | None = None) -> None:
        self._database, self._tariff = database, tariff or Tariff()

    def begin(self, call: ModelCall) -> int | None:
        """Reserves the most a call may take and returns its number; null where the day's caps leave no room.

        The day's row is raised by one statement that looks at the caps itself, so that processes can't overtake each
        other.
        """
        tariff = self._tariff
        cost = tariff.cost_millionths(call.most)
        tokens = call.most.input_tokens + call.most.output_tokens
        if tokens > tariff.daily_tokens or (tariff.cap_millionths is not None and cost > tariff.cap_millionths):
            return None
        day = tables.ModelDayRow
        new = self._database.insert(day).values(day=_day(call.at), tokens=tokens, cost_millionths=cost)
        raised = new.on_conflict_do_update(
            index_elements=["day"],
            set_={"tokens": day.tokens + tokens, "cost_millionths": day.cost_millionths + cost},
            where=_leaves_room(tariff, tokens, cost),
        )
        with self._database.write() as session:
            if session.scalar(raised.returning(day.day)) is None:
                return None
            row = tables.ModelCallRow(
                conversation_id=call.conversation_id,
                at=call.at,
                purpose=call.purpose,
                model=call.model,
                prompt_version=call.prompt_version,
                input_tokens=call.most.input_tokens,
                output_tokens=call.most.output_tokens,
                cost_millionths=cost,
                outcome=UNDER_WAY,
            )
            session.add(row)
            session.flush()
            return row.id

    def end(self, number: int, outcome: str, milliseconds: int, usage: Usage | None) -> None:
        """Writes down how a call ended, and gives back what it did not take; KeyError for an unknown number."""
        with self._database.write() as session:
            row = session.get(tables.ModelCallRow, number, with_for_update=True)
            if row is None:
                raise KeyError(number)
            row.outcome, row.milliseconds = outcome, milliseconds
            if usage is None:
                return
            cost = self._tariff.cost_millionths(usage)
            tokens_less = row.input_tokens + row.output_tokens - usage.input_tokens - usage.output_tokens
            day = tables.ModelDayRow
            session.execute(
                update(day)
                .where(day.day == _day(row.at))
                .values(
                    tokens=day.tokens - tokens_less,
                    cost_millionths=day.cost_millionths - (row.cost_millionths - cost),
                )
            )
            row.input_tokens, row.output_tokens, row.cost_millionths = usage.input_tokens, usage.output_tokens, cost

    def get_day_spend(self, now: datetime) -> ModelSpending:
        """What the calls of the day of `now` took, in UTC."""
        start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return self._sum(tables.ModelCallRow.at >= start)

    def get_conversation_spend(self, conversation_id: str) -> ModelSpending:
        """What a conversation's calls took."""
        return self._sum(tables.ModelCallRow.conversation_id == conversation_id)

    def get_last_failure(self) -> tuple[datetime, str] | None:
        """When and why the answer of a call was not used, unless the newest call went well."""
        row = tables.ModelCallRow
        with self._database.read() as session:
            query = select(row.at, row.outcome).where(row.outcome != UNDER_WAY).order_by(row.id.desc()).limit(1)
            newest = session.execute(query).first()
        return None if newest is None or newest.outcome == OK else (newest.at, newest.outcome)

    def _sum(self, wanted: ColumnElement[bool]) -> ModelSpending:
        row = tables.ModelCallRow
        sums = (func.sum(column) for column in (row.input_tokens, row.output_tokens, row.cost_millionths))
        with self._database.read() as session:
            counted = session.execute(select(func.count(), *sums).where(wanted)).one()
        return ModelSpending(*(int(number or 0) for number in counted))


def _leaves_room(tariff: Tariff, tokens: int, cost: int) -> ColumnElement[bool]:
    day = tables.ModelDayRow
    room = day.tokens <= tariff.daily_tokens - tokens
    cap = tariff.cap_millionths
    return room if cap is None else and_(room, day.cost_millionths <= cap - cost)


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()

"""What every part of the playbook is made of: strict models, ids, zones, conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from pipeline.conditions.conditions import Condition, parse_condition
from pipeline.domain.record import parse_field_id

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

OWN_FACTS = "own_facts"
"""The key of a validation's context under which the playbook's own fields stand, by their kinds as facts."""

MAIL_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+")
"""What a colleague's address must look like at least; whether mail arrives there only mail can tell."""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads the whole zone database: once is enough


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("write an IANA time zone such as Europe/Berlin or America/New_York")
    return name


def _conditions(raw: Any, info: ValidationInfo) -> Any:
    if not isinstance(raw, Mapping):
        raise ValueError("write conditions as 'fact: what it must be', one a line")
    own = (info.context or {}).get(OWN_FACTS, {})
    return tuple(parse_condition(str(fact), wanted, own) for fact, wanted in raw.items())


def _mail_address(written: str) -> str:
    if not MAIL_ADDRESS.fullmatch(written):
        raise ValueError(f"'{written}' is no mail address; write one like ann@example.com")
    return written


def _web_address(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, written)):
        raise ValueError(f"'{written}' is no web address; write one like https://example.com/book")
    return written


def find_repeated(names: Sequence[object]) -> int | None:
    """The place, from 1, of the first name that stood before; null where each stands once."""
    return next((n for n, name in enumerate(names) if name in names[:n]), None)


MailAddress = Annotated[str, AfterValidator(_mail_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Zone = Annotated[str, AfterValidator(_known_zone)]
When = Annotated[tuple[Condition, ...], BeforeValidator(_conditions)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
AnyFieldId = Annotated[Id, AfterValidator(parse_field_id)]
"""A field of `fields.yaml`; whether it stands there is checked once all files are read."""


class PlaybookPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

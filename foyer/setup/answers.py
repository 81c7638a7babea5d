"""What a company tells about itself, from the questions of `foyer init` or from a file with the same answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from foyer.setup.hours import Hours, parse_hours
from foyer.setup.own_fields import FieldSketch, parse_field
from pipeline.playbook.base import MailAddress, WebAddress, Zone
from prompts.colours import parse_colour
from prompts.yaml_files import read_yaml

SHIPPED_LANGUAGES = ("en", "de", "es")
EVERYWHERE = "everywhere"
_TEAM_MEMBER = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>]+)>")


def _as_list(written: Any) -> Any:
    """`en, de` is a list of two."""
    return [part.strip() for part in written.split(",") if part.strip()] if isinstance(written, str) else written


def _known_region(code: str) -> str:
    if code.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"'{code}' is no country; write two letters like US, DE or ES")
    return code.upper()


def _by_language(written: Any) -> Any:
    return written if isinstance(written, Mapping) else {"": written}


Line = Annotated[str, Field(min_length=1, max_length=200)]
Region = Annotated[str, AfterValidator(_known_region)]


class SetupPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TeamMember(SetupPart):
    name: Line
    email: MailAddress

    @property
    def id(self) -> str:
        """The first name as rules write it."""
        return re.sub(r"\W+", "_", self.name.split()[0].lower(), flags=re.ASCII).strip("_") or "person"


def _team_member(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    if not (found := _TEAM_MEMBER.fullmatch(written.strip())):
        raise ValueError("write name and address like Ana Ruiz <ana@company.com>")
    return found.groupdict()


class Answers(SetupPart):
    """`examples/*/answers.yaml` show each of them."""

    name: Line
    offer: Annotated[Mapping[str, Line], BeforeValidator(_by_language)]
    """What it sells in one line, by language, or "" for the same in all."""
    customers: Literal["people", "companies"]
    languages: Annotated[tuple[Literal["en", "de", "es"], ...], BeforeValidator(_as_list), Field(min_length=1)]
    """Of the texts; the team's first."""
    time_zone: Zone
    hours: Annotated[Hours, BeforeValidator(parse_hours)]
    region: Region
    """Of phone numbers without a country code, and of the public holidays."""
    contact_email: MailAddress
    booking_link: WebAddress | None = None
    phone: str | None = None
    """Told to who can't wait."""
    colour: Annotated[str, AfterValidator(parse_colour)]
    team: Annotated[tuple[Annotated[TeamMember, BeforeValidator(_team_member)], ...], BeforeValidator(_as_list)] = (
        Field(min_length=1)
    )
    ask: tuple[Annotated[FieldSketch, BeforeValidator(parse_field)], ...] = ()
    """Fields of its own."""
    sells_in: Annotated[tuple[Region, ...], BeforeValidator(lambda written: _countries(written))] = ()
    """Countries; none means everywhere."""
    assistant_name: Line = "Nova"

    @model_validator(mode="after")
    def _agree(self) -> Answers:
        ids = [person.id for person in self.team]
        if len(set(ids)) < len(ids):
            raise ValueError("two of the team have the same first name; write one with an initial, like Ana_R Ruiz")
        names = [field.id for field in self.ask]
        if len(set(names)) < len(names):
            raise ValueError("two of the fields have the same name; give each another label")
        return self

    @property
    def language(self) -> str:
        return self.languages[0]

    def get_offer(self, language: str) -> str:
        """In a language, else as it was first written."""
        return self.offer.get(language) or self.offer.get("") or next(iter(self.offer.values()))


def _countries(written: Any) -> Any:
    listed = _as_list(written)
    return () if listed in (None, [], [EVERYWHERE]) else listed


def read_answers(file: Path) -> Answers:
    """BadFiles with file, line and what to write for each answer that can't be used."""
    return read_yaml(file, Answers)

"""A stage as cdk.json describes it: its regions, one of them primary, and what it may cost."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

RegionName = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
StageName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{1,19}$")]
Cidr = Annotated[str, Field(pattern=r"^(\d{1,3}\.){3}\d{1,3}/(1[6-9]|2[0-2])$")]


class StageInvalid(Exception):
    """What is wrong with the stage that was asked for, in a sentence."""


class Strict(BaseModel):
    """Part of the configuration; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Region(Strict):
    """A region: the addresses of its network, and over how many availability zones it spreads."""

    cidr: Cidr
    zones: Annotated[int, Field(ge=2, le=4)] = 2


class Domain(Strict):
    """The API's own name: the hosted zone it lies in, with its id."""

    name: str
    zone: str
    zone_id: str


class Stage(Strict):
    """A stage. Days are kept: backups by the databases, lines by the logs."""

    name: StageName
    primary: RegionName
    regions: Annotated[dict[RegionName, Region], Field(min_length=1)]
    account: Annotated[str, Field(pattern=r"^\d{12}$")] | None = None
    domain: Domain | None = None
    graph_instance: str = "db.r6g.large"
    graph_readers: Annotated[int, Field(ge=1, le=15)] = 1
    cache_node: str = "cache.t4g.small"
    backup_days: Annotated[int, Field(ge=15, le=35)] = 30
    log_days: Literal[30, 60, 90, 180, 365, 731, 1827, 3653] = 365
    requests_per_second: Annotated[int, Field(ge=1, le=10_000)] = 1_000
    alarm_email: str | None = None

    @model_validator(mode="after")
    def _primary_is_one_of_them(self) -> "Stage":
        if self.primary not in self.regions:
            named = ", ".join(sorted(self.regions))
            message = f"primary is {self.primary}, which is none of the regions ({named})"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _networks_differ(self) -> "Stage":
        taken = [region.cidr for region in self.regions.values()]
        if len(set(taken)) < len(taken):
            message = "two regions have the same cidr"
            raise ValueError(message)
        return self


def stage_of(context: Mapping[str, Any], wanted: str) -> Stage:
    """The stage of this name. Raises StageInvalid."""
    stages = context.get("stages") or {}
    if wanted not in stages:
        known = ", ".join(sorted(stages)) or "none"
        sentence = f"cdk.json has no stage {wanted!r}; it has {known}."
        raise StageInvalid(sentence)
    try:
        return Stage(name=wanted, **stages[wanted])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in ("stages", wanted, *first["loc"]))
        sentence = f"cdk.json, {place}: {first['msg'].removeprefix('Value error, ')}."
        raise StageInvalid(sentence) from None

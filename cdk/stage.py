"""A stage as cdk.json describes it: its regions, one of them primary, and its sizes."""

import itertools
import json
from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

CONFIGURATION = Path(__file__).parents[1] / "cdk.json"
RegionName = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
StageName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{1,19}$")]
Cidr = Annotated[str, Field(pattern=r"^(\d{1,3}\.){3}\d{1,3}/(1[6-9]|2[0-2])$")]


OutgoingAddress = Annotated[str, Field(pattern=r"^(\d{1,3}\.){3}\d{1,3}/32$")]


class StageInvalid(Exception):
    """The requested stage is missing or misconfigured; one sentence says why."""


class Strict(BaseModel):
    """A part of the configuration; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Region(Strict):
    """A region: the CIDR of its network, and its number of availability zones.

    `outgoing_addresses` are the fixed ones of its network, which the other regions need to know (CIDR).
    """

    cidr: Cidr
    zones: Annotated[int, Field(ge=2, le=4)] = 2
    outgoing_addresses: tuple[OutgoingAddress, ...] = ()

    @field_validator("cidr")
    @classmethod
    def _check_cidr(cls, cidr: str) -> str:
        return str(IPv4Network(cidr))


class Domain(Strict):
    """The API's domain name and its Route 53 hosted zone (name and id)."""

    name: str
    zone: str
    zone_id: str

    @model_validator(mode="after")
    def _check_zone(self) -> "Domain":
        if not f".{self.name}".endswith(f".{self.zone}"):
            message = f"{self.name} does not lie in the zone {self.zone}"
            raise ValueError(message)
        return self


class NomadixVerbSettings(Strict):
    """Commands of Nomadix gateways that differ from the defaults of `vault.adapters.nomadix.NomadixVerbs`."""

    path: str | None = None
    enable: str | None = None
    disable: str | None = None
    query: str | None = None
    state_element: str | None = None
    enabled_state: str | None = None
    disabled_state: str | None = None


class Stage(Strict):
    """A stage. Retention is in days: of backups in the databases, of lines in the logs.

    `home` is the region where the stage was first created, the primary at that time. The data key is from that region,
    and so are the user pools, which cannot be moved; both stay there when another region becomes the primary.
    """

    name: StageName
    primary: RegionName
    regions: Annotated[dict[RegionName, Region], Field(min_length=1)]
    home: RegionName | None = None
    account: Annotated[str, Field(pattern=r"^\d{12}$")] | None = None
    domain: Domain | None = None
    api_reference_url: str = ""
    read_only: bool = False
    replica_lag_seconds: Annotated[int, Field(ge=2, le=300)] = 10
    snap_start: bool = True
    graph_instance: str = "db.r6g.large"
    graph_readers: Annotated[int, Field(ge=1, le=15)] = 1
    cache_node: str = "cache.t4g.small"
    backup_days: Annotated[int, Field(ge=15, le=35)] = 30
    log_days: Literal[30, 60, 90, 180, 365, 731, 1827, 3653] = 365
    requests_per_second: Annotated[int, Field(ge=1, le=10_000)] = 1_000
    radius_requests_per_second: Annotated[int, Field(ge=1, le=10_000)] = 1_000
    radius_concurrency: Annotated[int, Field(ge=1)] = 100
    chosen_keys_per_venue: Annotated[int, Field(ge=1, le=100)] = 10
    nomadix_verbs: NomadixVerbSettings = NomadixVerbSettings()
    alarm_email: str | None = None

    @property
    def home_region(self) -> str:
        """The region where the stage was first created."""
        return self.home or self.primary

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names of the API; without a domain of its own they are known to AWS alone."""
        if not self.domain:
            return ()
        return (self.domain.name, *(f"{region}.{self.domain.name}" for region in self.regions))

    @model_validator(mode="after")
    def _check_primary_and_home(self) -> "Stage":
        for role, region in {"primary": self.primary, "home": self.home_region}.items():
            if region not in self.regions:
                named = ", ".join(sorted(self.regions))
                message = f"{role} is {region}, which is none of the regions ({named})"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_overlaps(self) -> "Stage":
        for (one, first), (other, second) in itertools.combinations(self.regions.items(), 2):
            if IPv4Network(first.cidr).overlaps(IPv4Network(second.cidr)):
                message = f"the networks of {one} ({first.cidr}) and {other} ({second.cidr}) overlap"
                raise ValueError(message)
        return self


def load_context(file: Path = CONFIGURATION) -> Mapping[str, Any]:
    """The CDK context in cdk.json. Raises StageInvalid."""
    try:
        context = json.loads(file.read_text())["context"]
    except OSError:
        sentence = f"{file.name} cannot be read."
    except ValueError as error:
        sentence = f"{file.name} is no JSON: {error}."
    except (KeyError, TypeError):
        sentence = f"{file.name} has no context."
    else:
        if isinstance(context, dict):
            return context
        sentence = f"{file.name}, context: it must be an object."
    raise StageInvalid(sentence)


def parse_stage(context: Mapping[str, Any], name: str | None) -> Stage:
    """The stage of this name. Raises StageInvalid."""
    stages = context.get("stages")
    if not isinstance(stages, dict) or name not in stages:
        known = ", ".join(sorted(stages or ())) or "none"
        sentence = f"cdk.json has no stage {name!r}; it has {known}."
        raise StageInvalid(sentence)
    settings = stages[name]
    if not isinstance(settings, dict) or "name" in settings:
        sentence = f"cdk.json, stages.{name}: it must be an object, whose name is its key."
        raise StageInvalid(sentence)
    try:
        return Stage.model_validate({**settings, "name": name})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in ("stages", name, *first["loc"]))
        sentence = f"cdk.json, {place}: {first['msg'].removeprefix('Value error, ')}."
        raise StageInvalid(sentence) from None

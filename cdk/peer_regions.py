"""What a region knows of the others, so that any of them can become the primary."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_ssm as ssm
from constructs import Construct

from cdk.region import Place, RegionalStack


@dataclass(frozen=True)
class PeerRegion:
    """Another region: the id of its API, and the ARN of the key of its queues."""

    api_id: str
    key_arn: str


class PeerRegions(RegionalStack):
    """The other regions. The template does not name the primary, so that moving it changes nothing here."""

    def __init__(self, scope: Construct, place: Place, others: Mapping[str, PeerRegion]) -> None:
        super().__init__(scope, "peers", place, "VAULT: what is known of the other regions")
        self.known = {
            region: PeerRegion(
                self.export_from(region, "api", other.api_id), self.export_from(region, "key", other.key_arn)
            )
            for region, other in others.items()
        }

    def export_from(self, region: str, what: str, value: str) -> str:
        """A value exported by another region, fetched once for all stacks of this one."""
        parameter = ssm.CfnParameter(
            self,
            f"{region}-{what}",
            name=f"/vault/{self.place.stage.name}/{region}/{what}",
            type="String",
            value=value,
        )
        return str(self.export_value(parameter.attr_value))

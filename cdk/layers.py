"""The Lambda layers of a region."""

from pathlib import Path

from aws_cdk import aws_lambda
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from cdk.region import Place, RegionalStack

RUNTIME, ARCHITECTURE = "python3.13", "arm64"


class Layers(RegionalStack):
    def __init__(self, scope: Construct, place: Place, archives: tuple[Path, ...]) -> None:
        super().__init__(scope, "layers", place, "VAULT: layers")
        self.state: list[str] = []
        """Asset hashes of the layers' contents."""
        self.arns = tuple(self.create_layer(archive) for archive in archives)

    def create_layer(self, archive: Path) -> str:
        content = assets.Asset(self, f"{archive.stem}-content", path=str(archive))
        self.state.append(content.asset_hash)
        return aws_lambda.CfnLayerVersion(
            self,
            archive.stem,
            layer_name=self.place.resource_name(archive.stem),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARCHITECTURE],
            content=aws_lambda.CfnLayerVersion.ContentProperty(
                s3_bucket=content.s3_bucket_name, s3_key=content.s3_object_key
            ),
        ).ref

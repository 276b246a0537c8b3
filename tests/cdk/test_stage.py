"""The configuration of a stage, and the messages about mistakes in it."""

from pathlib import Path
from typing import Any

import pytest

from cdk import app
from cdk.stage import StageInvalid, load_context, parse_stage

REGIONS = {"us-east-1": {"cidr": "10.20.0.0/16"}}
RIGHT = {"primary": "us-east-1", "regions": REGIONS}


def test_a_right_one_is_taken() -> None:
    assert parse_stage({"stages": {"preview": RIGHT}}, "preview").primary == "us-east-1"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"primary": "eu-west-1"}, "stages.preview: primary is eu-west-1, which is none of the regions (us-east-1)."),
        ({"regions": {}}, "stages.preview.regions: "),
        ({"home": "eu-west-1"}, "stages.preview: home is eu-west-1, which is none of the regions (us-east-1)."),
        (
            {"regions": REGIONS | {"eu-west-1": {"cidr": "10.20.128.0/20"}}},
            "the networks of us-east-1 (10.20.0.0/16) and eu-west-1 (10.20.128.0/20) overlap.",
        ),
        (
            {"regions": {"us-east-1": {"cidr": "10.20.1.0/16"}}},
            "stages.preview.regions.us-east-1.cidr: 10.20.1.0/16 has",
        ),
        ({"regions": {"us-east-1": {"cidr": "10.999.0.0/16"}}}, "stages.preview.regions.us-east-1.cidr: "),
        ({"regions": {"Ohio": REGIONS["us-east-1"]}}, "stages.preview.regions.Ohio"),
        ({"domain": {"name": "api.example.com"}}, "stages.preview.domain.zone: Field required."),
        (
            {"domain": {"name": "api.example.org", "zone": "example.com", "zone_id": "Z"}},
            "stages.preview.domain: api.example.org does not lie in the zone example.com.",
        ),
        ({"read_only": "perhaps"}, "stages.preview.read_only: "),
        ({"name": "other"}, "stages.preview: it must be an object, whose name is its key."),
        ({"backup_days": 3}, "stages.preview.backup_days: "),
        ({"graph_readers": "many"}, "stages.preview.graph_readers: "),
        ({"colour": "red"}, "stages.preview.colour: "),
    ],
)
def test_a_mistake_is_told_in_a_sentence_that_names_its_place(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(StageInvalid) as response:
        parse_stage({"stages": {"preview": RIGHT | wrong}}, "preview")

    assert said in str(response.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "cdk.json cannot be read."),
        ("{", "cdk.json is no JSON: "),
        ("{}", "cdk.json has no context."),
        ('{"context": []}', "cdk.json, context: it must be an object."),
        ('{"context": {}}', "cdk.json has no stage 'preview'; it has none."),
        ('{"context": {"stages": []}}', "cdk.json has no stage 'preview'; it has none."),
        ('{"context": {"stages": {"preview": 1}}}', "cdk.json, stages.preview: it must be an object"),
        ('{"context": {"stages": {"preview": {"colour": "red"}}}}', "cdk.json, stages.preview."),
    ],
)
def test_whatever_is_wrong_with_the_file_the_command_ends_with_one_sentence(
    written: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cdk.json"
    if written is not None:
        file.write_text(written)
    monkeypatch.setattr("cdk.application.load_context", lambda: load_context(file))

    code = app.main(["preview"])

    response = capsys.readouterr().err
    assert (code, response.count("\n")) == (1, 1)
    assert response.startswith(said)


def test_a_stage_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(StageInvalid, match=r"no stage 'live'; it has preview\."):
        parse_stage({"stages": {"preview": RIGHT}}, "live")

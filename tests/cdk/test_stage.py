"""The configuration of a stage, and what is said of mistakes in it."""

from typing import Any

import pytest

from cdk.stage import StageInvalid, stage_of

REGIONS = {"us-east-1": {"cidr": "10.20.0.0/16"}}
RIGHT = {"primary": "us-east-1", "regions": REGIONS}


def test_a_right_one_is_taken() -> None:
    assert stage_of({"stages": {"preview": RIGHT}}, "preview").primary == "us-east-1"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"primary": "eu-west-1"}, "stages.preview: primary is eu-west-1, which is none of the regions (us-east-1)."),
        ({"regions": {}}, "stages.preview.regions: "),
        ({"regions": REGIONS | {"eu-west-1": REGIONS["us-east-1"]}}, "two regions have the same cidr."),
        ({"backup_days": 3}, "stages.preview.backup_days: "),
        ({"graph_readers": "many"}, "stages.preview.graph_readers: "),
        ({"colour": "red"}, "stages.preview.colour: "),
    ],
)
def test_a_mistake_is_told_in_a_sentence_that_names_its_place(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(StageInvalid) as told:
        stage_of({"stages": {"preview": RIGHT | wrong}}, "preview")

    assert said in str(told.value)


def test_a_stage_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(StageInvalid, match=r"no stage 'live'; it has preview\."):
        stage_of({"stages": {"preview": RIGHT}}, "live")

"""Monthly costs and limits that can be calculated by hand, and the guide's tables."""

import re

import pytest

from cdk.costs import __main__ as command
from cdk.costs.deployed import DeployedRegion, default_stage, fits
from cdk.costs.limits import limits
from cdk.costs.load import JOINS_A_DAY, KINDS, Load
from cdk.costs.month import lines
from cdk.costs.prices import INSTANCES
from cdk.stage import Stage


def line(what: str, subscribers: int, regions: int = 1) -> float:
    """One line of a bill, in dollars."""
    return sum(each.dollars for each in lines(subscribers, regions) if each.what == what)


def total(subscribers: int, regions: int = 1) -> float:
    """A bill's sum, in dollars."""
    return sum(each.dollars for each in lines(subscribers, regions))


def test_instances_are_paid_by_the_hour_in_each_region() -> None:
    four_large = 4 * 0.3287 * 730

    assert line("Neptune, instances", 100) == pytest.approx(four_large)
    assert line("Neptune, instances", 100, regions=2) == pytest.approx(2 * four_large)


def test_calls_are_those_of_all_kinds() -> None:
    joins = sum(kind.a_month for kind in KINDS if kind.path == "/radius/authorize")

    assert joins == pytest.approx(JOINS_A_DAY * 30.4)
    assert line("HTTP API", 10_000) == pytest.approx((2 + 8 + 4 + 1.5 + joins) * 10_000 * 1e-6)


def test_the_first_ten_thousand_active_persons_are_free() -> None:
    assert line("Cognito", 12_500) == 0
    assert line("Cognito", 1_000_000) == pytest.approx(790_000 * 0.015)


def test_more_subscribers_cost_more_and_each_of_them_less() -> None:
    sizes = (100, 10_000, 1_000_000)

    bills = [total(size) for size in sizes]
    each = [total(size) / size for size in sizes]

    assert bills == sorted(bills)
    assert each == sorted(each, reverse=True)


def test_a_second_region_costs_what_stands_there_and_what_goes_between() -> None:
    one, two = lines(10_000), lines(10_000, 2)

    assert total(10_000, 2) < 2 * total(10_000)
    assert [each.what for each in two][len(one) :] == ["Replicated writes", "Forwarded calls"]


@pytest.mark.parametrize(("subscribers", "instance"), [(100, "db.r6g.large"), (1_000_000, "db.r6g.4xlarge")])
def test_instances_are_as_large_as_the_peak_asks(subscribers: int, instance: str) -> None:
    chosen = DeployedRegion(Load(subscribers), default_stage(1)).instance

    assert chosen.name == instance
    assert fits(chosen, Load(subscribers))


def test_instances_are_never_smaller_than_the_stages_own() -> None:
    stage = Stage.model_validate({**default_stage(1).model_dump(), "graph_instance": "db.r6g.4xlarge"})

    assert DeployedRegion(Load(100), stage).instance.name == "db.r6g.4xlarge"


def test_limits_stand_in_the_order_in_which_they_are_met() -> None:
    met = [limit.subscribers for limit in limits(DeployedRegion(Load(100), default_stage(1)))]
    counted = [number for number in met if number is not None]

    assert counted == sorted(counted)
    assert met[: len(counted)] == counted


def test_an_instance_is_large_enough_up_to_its_limit_and_no_further() -> None:
    large = INSTANCES[0]
    limit = next(
        each.subscribers
        for each in limits(DeployedRegion(Load(100), default_stage(1)))
        if f"of {large.name}" in each.what
    )

    assert limit
    assert (fits(large, Load(int(limit))), fits(large, Load(int(limit) + 1_000))) == (True, False)


def test_the_guide_has_the_tables_as_they_are_reckoned() -> None:
    text = command.GUIDE.read_text()

    assert command.update_guide(text) == text, "make costs GUIDE=1 writes them anew"
    assert set(re.findall(r"<!-- (\w+) -->", text)) - {"end"} == set(command.guide())


def test_the_command_says_a_month_and_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [command.main(["10,000", "2"]), command.main(["many"])]
    response = capsys.readouterr()

    assert codes == [0, 2]
    assert "10,000 in 2 regions" in response.out
    assert "SUBSCRIBERS=" in response.err

"""AWS limits that a stage with the defaults reaches, in the order of growth; quotas apply to an account and region."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdk.costs import load as assumed
from cdk.costs.deployed import MAX_CACHE_FILL, DeployedRegion, fits
from cdk.costs.load import GB, Load, per_second_at_peak
from cdk.costs.prices import CACHE_NODES, INSTANCES, SECONDS, Instance, dollars

THOUSAND = 1_000
COGNITO_PEAK_FACTOR = 10
"""Factor by which Cognito calls at the peak exceed the average: lists that nobody has read for a while."""


@dataclass(frozen=True)
class Limit:
    """An AWS limit.

    `subscribers` is how many reach it under the assumptions, None if it does not depend on them; `then` is what to do.
    """

    what: str
    value: str
    subscribers: float | None
    then: str


def limits(deployed: DeployedRegion) -> list[Limit]:
    """Every limit, the first to be reached first, then those that do not depend on the number of subscribers."""
    found = [*_data_limits(), *_call_limits(deployed), *_people_limits(), *_message_limits()]
    return [*sorted(found, key=lambda limit: limit.subscribers or 0), *_growth_limits(deployed)]


def _data_limits() -> Iterator[Limit]:
    one = Load(1_000_000)
    first, last, node = INSTANCES[0], INSTANCES[-1], CACHE_NODES[0]
    terabytes = 128 * 1.1e12 / ((one.log_gb + one.graph_gb) * GB) * one.subscribers
    yield Limit(
        f"Neptune: queries and memory of {first.name}",
        f"{first.processors} processors, {first.memory} GiB",
        _most_subscribers(first),
        "`graph_instance` in cdk.json one class up; readers in the same step, `graph_readers` for reads alone.",
    )
    yield Limit(
        f"Neptune: queries and memory of {last.name}",
        f"{last.processors} processors, {last.memory} GiB",
        _most_subscribers(last),
        "The one writer is the end of a graph: give operators stages (accounts) of their own.",
    )
    yield Limit("Neptune: storage of a cluster", "128 TiB", terabytes, "Old log entries out to S3; a year is assumed.")
    yield Limit(
        f"Valkey: memory of {node.name}",
        f"{node.memory} GiB",
        node.memory * MAX_CACHE_FILL / assumed.CACHE_BYTES * GB,
        "`cache_node` in cdk.json one class up. Until then copies are dropped sooner and Cognito is asked more.",
    )


def _call_limits(deployed: DeployedRegion) -> Iterator[Limit]:
    one = Load(1_000_000)
    calls = per_second_at_peak(one.calls) / one.subscribers
    throttle = deployed.stage.requests_per_second
    busy = per_second_at_peak(one.busy_seconds) / one.subscribers
    yield Limit(
        "The stage's own throttle", f"{throttle:,} calls/s", throttle / calls, "`requests_per_second` in cdk.json."
    )
    radius, joins = deployed.stage.radius_requests_per_second, per_second_at_peak(assumed.JOINS)
    yield Limit(
        "The throttle of RADIUS servers",
        f"{radius:,} calls/s",
        radius / joins,
        "`radius_requests_per_second` and `radius_concurrency`.",
    )
    yield Limit("HTTP API: calls of all APIs", "10,000 calls/s", 10_000 / calls, "Ask for more, or another account.")
    yield Limit("Lambda: concurrency of all functions", "1,000", THOUSAND / busy, "Ask for more: 10,000 are common.")
    yield Limit(
        "KMS: requests",
        "100,000/s in us-east-1 (unconfirmed; fewer elsewhere)",
        100_000 / calls,
        "Never by calls: a process unwraps an operator's key once.",
    )


def _people_limits() -> Iterator[Limit]:
    """Cognito's quotas, which apply to the pools of all operators together."""
    names = assumed.COGNITO_READS * COGNITO_PEAK_FACTOR / SECONDS
    logins = assumed.KINDS[0].a_month * COGNITO_PEAK_FACTOR / SECONDS
    yield Limit(
        "Cognito: UserRead (AdminGetUser)",
        "120/s, pools together",
        120 / names,
        "Ask for more (it is charged). A list of 1,000 residents that nobody has read today takes 8 s of all of it.",
    )
    yield Limit("Cognito: UserAuthentication", "120/s, pools together", 120 / logins, "Ask for more (it is charged).")
    yield Limit(
        "Cognito: user pools",
        "1,000 (10,000 on request)",
        THOUSAND * assumed.SUBSCRIBERS_OF_AN_OPERATOR,
        "1,000 operators, however many subscribers each has. Ask for more at 800; then stages in other accounts.",
    )


def _message_limits() -> Iterator[Limit]:
    yield Limit(
        "SES: sandbox",
        "200 mails a day",
        200 * assumed.DAYS / assumed.MAILS,
        "Leave the sandbox before the first operator: in it only verified addresses get mail.",
    )
    yield Limit(
        "SNS: what SMS may cost",
        "$1 a month",
        1 / dollars("SMS", assumed.MESSAGES),
        "Leave the SMS sandbox, set the limit, register a number (10DLC or toll-free) before the first operator.",
    )


def _growth_limits(deployed: DeployedRegion) -> Iterator[Limit]:
    for what, value, then in (
        ("HTTP API: routes", "300", "One for each endpoint; a test holds it. Ask for more, or part the API in two."),
        ("CloudFormation: resources of a stack", "500", "A test holds 400: part a group of endpoints in two."),
        ("IAM: roles, all regions together", "1,000", "One for each function, region and stage. Ask for more (5,000)."),
        ("IAM: managed policies", "1,500", "One for each role, and the shared ones. Ask for more."),
        ("EC2: Elastic IPs", "5", f"{deployed.zones} for each stage in a region. Ask for more before the third one."),
        ("EC2: network interfaces of Lambda", "500 in a VPC", "One for each zone, since all functions share them."),
        (
            "Neptune: connections of an instance",
            "some ten thousand (unconfirmed)",
            "A process holds one to each endpoint that it asks: at most three times Lambda's concurrency.",
        ),
        ("SQS: messages in flight", "120,000 a queue", "Ten batches of ten are: never."),
        ("Secrets Manager: secrets", "500,000", "One a region: the secrets of operators lie in the graph."),
        ("CloudWatch Logs: what is taken in", "none for Lambda", "The bill is the limit: see the logs above."),
    ):
        yield Limit(what, value, None, then)


def _most_subscribers(instance: Instance) -> int:
    """The largest number of subscribers that an instance can serve, in thousands."""
    low, high = 0, 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(instance, Load(middle * THOUSAND)) else (low, middle)
    return low * THOUSAND

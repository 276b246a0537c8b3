"""A call whose token nobody signed costs at most one reading of the graph, at every endpoint that looks at a token."""

import pytest

from tests.architecture.source import endpoints
from tests.bench.round_trips import count_requests
from tests.factories import World, unique_name
from tests.functions.runtime.issuer import Issuer, claims
from tests.functions.runtime.probes import me, rename
from tests.gateway import Answer, call
from vault.kernel.vocabulary import wire_name
from vault.operators import issuers
from vault.operators import service as tenants
from vault.runtime import read_your_writes, secondary_region
from vault.runtime.endpoint import Endpoint

SIGNED_IN = sorted(path for path, endpoint in endpoints().items() if endpoint.looks_at_token)
NOBODY = "somebody@nowhere.example"


@pytest.fixture
def _cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that remembers nothing of operators and issuers."""
    for module, name in ((tenants, "_cache"), (issuers, "_read_at"), (issuers, "_unknown_since")):
        monkeypatch.setattr(module, name, {})


@pytest.fixture(scope="module")
def stranger() -> Issuer:
    """Keys that are no issuer's."""
    made = Issuer()
    made.add("first")
    return made


def everything_named(endpoint: Endpoint) -> dict[str, object]:
    """A body in which every reference names something, by each of its fields."""
    by = {name for reference in endpoint.request.references.values() for name in reference.by}
    return {wire_name(name): NOBODY if name == "email_address" else unique_name("thing") for name in by}


def send_token(endpoint: Endpoint, token: str) -> tuple[Answer, int]:
    """The answer to a call with a token that names everything it can, and its requests to the graph."""
    body = everything_named(endpoint) | {wire_name(endpoint.token_field): token}
    with count_requests() as seen:
        answer = call(endpoint, "", body)
    return answer, seen["requests"]


@pytest.mark.usefixtures("_cold")
@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_forged_token_costs_one_reading_in_a_new_process_and_none_after_it(world: World, path: str) -> None:
    forged = world.mine.token("DomainAdministrator")[:-8] + "AAAAAAAA"

    answers, requests = zip(*[send_token(endpoints()[path], forged) for _ in range(3)], strict=True)

    assert {(answer.status, answer.code) for answer in answers} == {(401, "TokenInvalid")}
    assert requests == (1, 0, 0)


@pytest.mark.usefixtures("_cold")
@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_token_of_an_unknown_issuer_costs_one_reading_a_minute(world: World, stranger: Issuer, path: str) -> None:
    body = claims(iss="https://issuer.example/unknown", client_id="c", username=world.mine.people["LeasingAgent"].token)
    token = stranger.sign(body, "first")

    requests = [send_token(endpoints()[path], token)[1] for _ in range(3)]

    assert requests == [1, 0, 0]


@pytest.mark.usefixtures("_cold")
def test_tokens_of_unknown_keys_cost_one_reading_a_minute_for_an_issuer(world: World, stranger: Issuer) -> None:
    operator, person = world.mine.operator, world.mine.people["LeasingAgent"]
    body = claims(iss=operator.issuer, client_id=operator.client_id, username=person.token)

    requests = [send_token(me, stranger.sign(body, "first", kid=unique_name("key")))[1] for _ in range(4)]

    assert requests == [1, 0, 0, 0]


@pytest.mark.usefixtures("_cold")
def test_a_right_token_costs_one_reading_more_in_a_new_process(world: World) -> None:
    token = world.mine.token("LeasingAgent")

    cold, warm = send_token(me, token), send_token(me, token)

    assert (cold[0].status, warm[0].status) == (200, 200)
    assert (cold[1], warm[1]) == (2, 1)


def test_a_forged_token_is_not_forwarded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    forwarded: list[object] = []
    monkeypatch.setenv("VAULT_PRIMARY_URL", "https://primary.example/preview")
    monkeypatch.setattr(secondary_region, "handle", lambda *call: forwarded.append(call))

    answer, _ = send_token(rename, world.mine.token("DomainAdministrator")[:-8] + "AAAAAAAA")

    assert (answer.code, forwarded) == ("TokenInvalid", [])


def test_a_forged_token_is_refused_before_redis_is_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setenv("VAULT_GRAPH_READER", f"{world.system.environment['VAULT_GRAPH_READER']}?replica")
    monkeypatch.setattr(read_your_writes, "has_recent_write", asked.append)

    answer, _ = send_token(me, world.mine.token("LeasingAgent")[:-8] + "AAAAAAAA")

    assert (answer.code, asked) == ("TokenInvalid", [])

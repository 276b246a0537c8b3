"""What goes by the machine's time and not by the clock of the rules, which the local system may set."""

import ast
from collections.abc import Iterator

from tests.architecture.source import files, tree

LEASES, SIGNATURES, DEADLINES = "leases and turns", "signatures and their ages", "deadlines of calls"
TOKENS, VISIBILITY, CLOCK = "tokens and sign-out", "visibility and delivery of messages", "the clocks themselves"
REAL = {
    "local/api/event.py": "what API Gateway says of a request",
    "local/api/iam.py": SIGNATURES,
    "local/aws/arrivals.py": VISIBILITY,
    "local/aws/cognito_patch.py": TOKENS,
    "local/clock.py": CLOCK,
    "local/example_values.py": "names of examples that differ from run to run",
    "local/mail/server.py": "file names in the order of arrival",
    "local/pages/controls.py": CLOCK,
    "local/routeros/certificate.py": SIGNATURES,
    "local/worker.py": LEASES,
    "shared/vault/gateways/lease.py": LEASES,
    "shared/vault/gateways/pending.py": LEASES,
    "shared/vault/gateways/schedule.py": LEASES,
    "shared/vault/graph/transaction.py": VISIBILITY,
    "shared/vault/kernel/time.py": CLOCK,
    "shared/vault/outbox/relay.py": VISIBILITY,
    "shared/vault/people/service.py": TOKENS,
    "shared/vault/runtime/access_tokens.py": TOKENS,
    "shared/vault/runtime/command_receiver.py": DEADLINES,
    "shared/vault/runtime/forwarding.py": DEADLINES,
    "shared/vault/runtime/schedule_lease.py": LEASES,
}
"""By module what of it goes by the machine's time. All else goes by `vault.kernel.time.now`: rules and lists, time
stamps, marks and back-offs, codes and scheduled actions."""
MACHINE = {("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "utcnow"), ("", "real_now")}
"""Module or class, and function, of what answers the machine's time; durations are by time.monotonic."""


def machine_times(file: str) -> Iterator[str]:
    """The calls and mentions of the machine's time in a file."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in MACHINE or node.attr == "real_now":
                yield f"{owner}.{node.attr}"
        elif isinstance(node, ast.Name) and ("", node.id) in MACHINE:
            yield node.id


def test_only_what_is_listed_goes_by_the_machines_time() -> None:
    found = {file for file in files("shared/vault", "functions", "local") if any(machine_times(file))}

    assert found == set(REAL)


def test_the_forms_in_which_the_machines_time_is_asked_for_are_known() -> None:
    assert sorted(machine_times("shared/vault/kernel/time.py")) == ["datetime.now", "real_now"]
    assert list(machine_times("shared/vault/runtime/access_tokens.py")) == ["time.time"]


def test_the_local_system_alone_sets_the_clock() -> None:
    rooms = files("shared/vault", "functions", "layers", "cdk", "local")

    setters = {file for file in rooms for node in ast.walk(tree(file)) if getattr(node, "attr", "") == "set_clock"}

    assert setters == {"local/clock.py"}

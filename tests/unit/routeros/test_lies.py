"""Whatever a MikroTik prints, only the documented errors come out."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.routers import OFF, ON, REMOVAL, VLAN
from vault.adapters.gateway_session import GatewayFailed, VlanOrder, VlanRefused
from vault.adapters.routeros import tables
from vault.adapters.routeros.router import CommandRefused, CommandReply
from vault.adapters.routeros.session import MikroTikSession

NAMES = [name for names in tables._NAMES.values() for name in names.split(",")]
likely = st.sampled_from(
    ["vault-1050", "VAULT", "1050", "bridge", "true", "no", "*1", "10.132.26.1/30", "1/2", "0-9,-", "forward", "accept"]
)
texts = likely | st.text(max_size=20)
rows = st.dictionaries(st.sampled_from([".id", *NAMES]), texts, max_size=9)
replies = st.builds(CommandReply, rows=st.lists(rows.map(lambda row: {".id": "*1", **row}), max_size=4), ret=texts)


class LyingRouter:
    """Answers each command with the next reply, then with refusals."""

    transport = "api"
    fingerprint = ""

    def __init__(self, answers: list[CommandReply]) -> None:
        self.answers = answers

    def run(self, table: str, command: str, attributes: Mapping[str, str]) -> CommandReply:
        if self.answers:
            return self.answers.pop()
        raise CommandRefused(table + command, "out of range", may_be_done=len(attributes) % 2 == 0)

    def close(self) -> None:
        """Nothing to close."""


def error_of(session: MikroTikSession, order: VlanOrder) -> Exception | None:
    """What comes out of a session with one order."""
    try:
        session.read([VLAN])
        session.apply(order)
        session.allow_access(["203.0.113.7/32"])
    except Exception as error:  # noqa: BLE001 (the test asks which one)
        return error
    return None


@settings(max_examples=60, deadline=None)
@given(st.lists(replies, min_size=5, max_size=20), st.sampled_from([ON, OFF, REMOVAL]))
def test_of_any_rows_only_documented_errors_come_out(answers: list[CommandReply], order: VlanOrder) -> None:
    error = error_of(MikroTikSession(LyingRouter(answers), port=8728), order)

    assert error is None or isinstance(error, GatewayFailed | VlanRefused)

"""Answers about the systems that a venue works with."""

from typing import Self

from vault.configuration.service import Outcome
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, LocalizedText, text
from vault.kernel.wire import Wire

MONITORING_ENABLED = "enabled"


class IntegrationDetails(Wire):
    """The address of the system, and what is doubtful about it."""

    url: str
    warning: LocalizedText | None = None


class IntegrationView(Wire):
    integration_details: IntegrationDetails

    @classmethod
    def from_outcome(cls, outcome: Outcome, url: str) -> Self:
        warning = JoinedTexts(outcome.remarks) if outcome.remarks else None
        return cls.from_value(integration_details=IntegrationDetails.from_value(url=url, warning=warning))


def connectwise_message(board: str | None) -> JoinedTexts:
    done = text(Message.CONNECTWISE_CONNECTED)
    board = (board or "").strip()
    return JoinedTexts((done, text(Message.SERVICE_BOARD_MAPPED, board=board)) if board else (done,))

"""The Lambda handler of a function that has a URL: whatever happens, it answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from vault.callers.model import RequestInfo
from vault.kernel.errors import DomainError, Kind
from vault.kernel.locales import negotiate_locale
from vault.kernel.values import value
from vault.runtime import http_event, logs, responses
from vault.runtime.declaration import HttpFunction
from vault.runtime.http_event import LambdaContext


@value
class HttpHandler(HttpFunction):
    """A function as it was declared, called by Lambda with an event."""

    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        """Every error that a caller may get."""
        return self.raises

    @property
    def error_members(self) -> Mapping[str, object]:
        """What its errors say beside the members that every error has."""
        return MappingProxyType({})

    def handle(
        self, event: Mapping[str, Any], request: RequestInfo, context: LambdaContext, call_log: logs.CallLog
    ) -> dict[str, Any]:
        """The response to an event. Raises what the call is refused for."""
        raise NotImplementedError

    def status_for(self, kind: Kind) -> int:
        """The HTTP status of a kind of error."""
        return responses.STATUS[kind]

    def __call__(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """Answer an API Gateway HTTP API v2 event."""
        request = http_event.parse_request(event, self.function_name)
        with logs.log_call(self, request, context) as call_log:
            try:
                return self.handle(event, request, context, call_log)
            except DomainError as error:
                return self.error_response(error, request, call_log)
            except Exception as error:  # noqa: BLE001  whatever broke, the caller gets an answer and no detail
                call_log.log_crash(error)
                return self.error_response(responses.InternalError(), request, call_log)

    def error_response(self, error: DomainError, request: RequestInfo, call_log: logs.CallLog) -> dict[str, Any]:
        """The response to an error, which the call's log records by its kind."""
        status, level = self.status_for(error.kind), responses.LEVEL[error.kind]
        call_log.record_refusal(error, status, level)
        locale = call_log.caller.locale if call_log.caller else negotiate_locale(None, request.accept_language)
        return responses.error_response(error, status, locale, request.correlation_id, self.error_members)

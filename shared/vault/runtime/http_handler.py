"""The Lambda handler of a function with a URL: it answers whatever happens."""

from collections.abc import Mapping
from types import MappingProxyType

from vault.callers.model import RequestInfo
from vault.kernel.errors import DomainError, Kind
from vault.kernel.locales import negotiate_locale
from vault.kernel.values import value
from vault.runtime import http_event, logs, responses
from vault.runtime.declaration import HttpFunction
from vault.runtime.http_event import LambdaContext, LambdaEvent, LambdaResponse


@value
class HttpHandler(HttpFunction):
    @property
    def errors(self) -> tuple[type[DomainError], ...]:
        return self.raises

    @property
    def error_members(self) -> Mapping[str, object]:
        return MappingProxyType({})

    def handle(
        self, event: LambdaEvent, request: RequestInfo, context: LambdaContext, call_log: logs.CallLog
    ) -> LambdaResponse:
        """Raises the DomainError that refuses the call."""
        raise NotImplementedError

    def status_for(self, kind: Kind) -> int:
        return responses.STATUS[kind]

    def __call__(self, event: LambdaEvent, context: LambdaContext) -> LambdaResponse:
        request = http_event.parse_request(event, self.function_name)
        with logs.log_call(self, request, context) as call_log:
            try:
                return self.handle(event, request, context, call_log)
            except DomainError as error:
                return self.error_response(error, request, call_log)
            except Exception as error:  # noqa: BLE001  whatever broke, the caller gets an answer and no detail
                call_log.log_crash(error)
                return self.error_response(responses.InternalError(), request, call_log)

    def error_response(self, error: DomainError, request: RequestInfo, call_log: logs.CallLog) -> LambdaResponse:
        status, level = self.status_for(error.kind), responses.LEVEL[error.kind]
        call_log.record_refusal(error, status, level)
        locale = call_log.ctx.locale if call_log.ctx else negotiate_locale(None, request.accept_language)
        return responses.error_response(error, status, locale, request.correlation_id, self.error_members)

"""The headers that a console on another origin may send, and those that its page may read."""

ALLOWED_HEADERS = ("authorization", "content-type", "accept", "accept-language", "idempotency-key")
EXPOSED_HEADERS = (
    "x-correlation-id",
    "retry-after",
    "content-language",
    "x-replica-lag-seconds",
    "idempotent-replayed",
)

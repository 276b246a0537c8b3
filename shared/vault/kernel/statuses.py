"""The statuses of a person, which decide what keys open and what a session may do."""

from typing import Final

AWAITING_TERMS: Final = "AUP not accepted"
IN_SERVICE: Final = "In Service"
SUSPENDED: Final = "Suspended"

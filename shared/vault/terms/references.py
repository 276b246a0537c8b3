"""How requests name the terms that they read."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.terms import queries
from vault.terms.model import Notice
from vault.venues.references import VENUE

NOTICE = Kind(find=VENUE.find, view=queries.notice, value=Notice.of, missing=VENUE.missing)

NoticeRef = Annotated[Notice, Reference(NOTICE, by=("venue_id",), anywhere=True)]
"""The terms that hold at any venue of the operator."""

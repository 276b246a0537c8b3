"""View a batch of scratch cards with each card's key: as JSON, as CSV, or as a PDF to print."""

from pydantic import ConfigDict, PrivateAttr

from vault.callers.model import Caller
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant
from vault.kernel.vocabulary import wire
from vault.keypools.model import KeypoolNotFound
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response, Wire
from vault.scratchcards import service as scratchcards
from vault.scratchcards.model import ScratchCardBatchNotFound
from vault.scratchcards.references import CardPoolRef
from vault.scratchcards.sheet import Sheet


class ViewScratchCardBatch(Request):
    access_token: str
    card_pool: CardPoolRef
    scratch_card_batch_id: Instant


class CardShown(Wire):
    card_number: int
    psk: str
    ssid: str
    start: Instant
    end: Instant | None
    invalidated: bool
    used: bool


class BatchShown(Wire):
    scratch_card_batch_id: Instant
    key_pool_id: str
    ssid: str
    venue_id: str
    venue_name: str
    time_zone: str
    status: str
    size: int
    cards_made: int
    cards_used: int
    start: Instant
    end: Instant | None
    invalidated: bool
    invalidated_at: Instant | None
    cards: dict[str, CardShown]
    analytics: dict[str, int] | None = None


class ScratchCardBatchViewed(Response):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, BatchShown]
    _sheet: Sheet = PrivateAttr()

    @classmethod
    def of(cls, sheet: Sheet) -> "ScratchCardBatchViewed":
        """A batch under its own name."""
        told = cls.model_validate({sheet.name: BatchShown.model_validate(sheet, from_attributes=True)})
        told._sheet = sheet  # noqa: SLF001  its own
        return told

    def in_csv(self, _caller: Caller) -> bytes:
        """The cards as a table."""
        from vault.scratchcards import spreadsheet

        return spreadsheet.table(self._sheet)

    def in_pdf(self, caller: Caller) -> bytes:
        """The cards to print and cut."""
        from vault.scratchcards import printing

        return printing.pages(self._sheet, caller.locale)


@endpoint(
    "/networkoperatorconsole/scratchcards/viewScratchCardBatch",
    requires=Permission.SCRATCH_CARDS_READ,
    raises=(KeypoolNotFound, ScratchCardBatchNotFound),
    uses=(Graph.CONSISTENT_READ, Service.KMS),
    unimplemented_fields=(wire("analytics"),),
    alternate_media={"text/csv": ScratchCardBatchViewed.in_csv, "application/pdf": ScratchCardBatchViewed.in_pdf},
)
def handler(body: ViewScratchCardBatch, caller: Caller) -> ScratchCardBatchViewed:
    return ScratchCardBatchViewed.of(scratchcards.read(caller, body.card_pool))

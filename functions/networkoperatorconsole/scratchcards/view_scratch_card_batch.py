"""View a batch of scratch cards with each card's key, as JSON, CSV or a printable PDF."""

from pydantic import ConfigDict, PrivateAttr

from vault.callers.model import CallContext
from vault.kernel.fields import Line100
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant
from vault.kernel.vocabulary import wire_name
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.scratchcards import service as scratchcards
from vault.scratchcards.model import ScratchCardBatchNotFound
from vault.scratchcards.references import CardPoolRef
from vault.scratchcards.sheet import Sheet
from vault.scratchcards.views import BatchView


class ViewScratchCardBatch(SignedInRequest):
    card_pool: CardPoolRef
    scratch_card_batch_id: Instant
    only_unused: bool = False
    help_line: Line100 = ""


class ScratchCardBatchViewed(Response):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, BatchView]
    _sheet: Sheet = PrivateAttr()

    @classmethod
    def from_sheet(cls, sheet: Sheet) -> "ScratchCardBatchViewed":
        """An answer whose member with the batch has the batch's name."""
        response = cls.from_value(**{sheet.name: BatchView.from_value(sheet)})
        response._sheet = sheet  # noqa: SLF001  its own
        return response

    def to_csv(self, _ctx: CallContext) -> bytes:
        from vault.scratchcards import spreadsheet

        return spreadsheet.csv_table(self._sheet)

    def to_pdf(self, ctx: CallContext) -> bytes:
        from vault.scratchcards import printing

        return printing.render_pdf(self._sheet, ctx.locale)


@endpoint(
    "/networkoperatorconsole/scratchcards/viewScratchCardBatch",
    requires=Permission.SCRATCH_CARDS_READ,
    raises=(ScratchCardBatchNotFound,),
    uses=(Graph.CONSISTENT_READ, Service.KMS),
    unimplemented_fields=(wire_name("analytics"),),
    alternate_media={"text/csv": ScratchCardBatchViewed.to_csv, "application/pdf": ScratchCardBatchViewed.to_pdf},
    example={"key_pool_id": Placeholder.KEYPOOL_ID, "scratch_card_batch_id": Placeholder.BATCH_ID},
)
def handler(body: ViewScratchCardBatch, ctx: CallContext) -> ScratchCardBatchViewed:
    sheet = scratchcards.read_sheet(ctx, body.card_pool, body.help_line, only_unused=body.only_unused)
    return ScratchCardBatchViewed.from_sheet(sheet)

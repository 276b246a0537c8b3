"""List the property management groups of the operator's venues."""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.readmodels.management_groups import PropertyManagementGroup, list_groups
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest


class ListPropertyManagementGroups(SignedInRequest):
    pass


class PropertyManagementGroups(Response):
    property_management_groups: dict[str, PropertyManagementGroup]
    property_management_groups_count: int


@endpoint(
    "/networkoperatorconsole/venues/listPropertyManagementGroups",
    requires=Permission.VENUES_READ,
    uses=(Graph.READ, Service.KMS),
    example={},
)
def handler(_body: ListPropertyManagementGroups, ctx: CallContext) -> PropertyManagementGroups:
    groups = list_groups(ctx)
    return PropertyManagementGroups.from_value(
        property_management_groups=groups, property_management_groups_count=len(groups)
    )

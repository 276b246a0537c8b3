"""Roles, permissions, and the map from role to permissions."""

import enum
from collections.abc import Mapping

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind


class RoleUnknown(DomainError):
    code = ErrorCode.ROLE_UNKNOWN
    kind = Kind.INVALID


class Role(enum.StrEnum):
    """A role; every signed-in person is a Subscriber with regard to their own record."""

    NETWORK_SOFTWARE_PROVIDER = "NetworkSoftwareProvider"
    DOMAIN_ADMINISTRATOR = "DomainAdministrator"
    SIEM_ADMINISTRATOR = "SIEMAdministrator"
    ACCOUNT_MANAGER = "AccountManager"
    CUSTOMER_SUPPORT = "CustomerSupport"
    VENUE_ADMINISTRATOR = "VenueAdministrator"
    LEASING_AGENT = "LeasingAgent"
    SUBSCRIBER = "Subscriber"


OPERATOR_ROLES = frozenset(
    {Role.DOMAIN_ADMINISTRATOR, Role.SIEM_ADMINISTRATOR, Role.ACCOUNT_MANAGER, Role.CUSTOMER_SUPPORT}
)
VENUE_ROLES = frozenset({Role.VENUE_ADMINISTRATOR, Role.LEASING_AGENT})


class Permission(enum.StrEnum):
    """A permission as resource:action, in alphabetical order."""

    ACCOUNT_DEVICES = "account:devices"
    ACCOUNT_KEYS = "account:keys"
    ACCOUNT_KEYS_READ = "account:keys_read"
    ACCOUNT_LOG = "account:log"
    ACCOUNT_RESET = "account:reset"
    ACCOUNT_SESSION = "account:session"
    ACCOUNT_UPDATE = "account:update"
    COMMANDS_EXECUTE = "commands:execute"
    DEVICES_AUTHENTICATE = "devices:authenticate"
    EQUIPMENT_CONFIGURE = "equipment:configure"
    EQUIPMENT_LOG_READ = "equipment:log_read"
    EQUIPMENT_MANAGE = "equipment:manage"
    GATEWAY_WORK_READ = "gateway_work:read"
    KEYPOOLS_CONFIGURE = "keypools:configure"
    KEYPOOLS_CREATE = "keypools:create"
    KEYPOOLS_READ = "keypools:read"
    KEYS_ISSUE = "keys:issue"
    OPERATOR_CONFIGURE = "operator:configure"
    OPERATOR_DETAILS_READ = "operator_details:read"
    OPERATOR_LOG_READ = "operator_log:read"
    OPERATOR_STAFF_REVOKE = "operator_staff:revoke"
    PACKETS_GENERATE = "packets:generate"
    PLANS_MANAGE = "plans:manage"
    PLANS_OFFER = "plans:offer"
    PLANS_READ = "plans:read"
    PUBLIC = "public:call"
    RADIUS_SERVERS_REMOVE = "radius_servers:remove"
    RESIDENTS_ADD = "residents:add"
    RESIDENTS_LOOK_UP = "residents:look_up"
    RESIDENTS_RESEND_CODE = "residents:resend_code"
    SCRATCH_CARDS_MANAGE = "scratch_cards:manage"
    SCRATCH_CARDS_READ = "scratch_cards:read"
    SECRETS_READ = "secrets:read"
    SITE_STAFF_GRANT = "site_staff:grant"
    SITE_STAFF_REVOKE = "site_staff:revoke"
    STAFF_GRANT = "staff:grant"
    SUBSCRIBERS_KEYS_READ = "subscribers:keys_read"
    SUBSCRIBERS_RESEND_CODE = "subscribers:resend_code"
    SUBSCRIBERS_UPDATE = "subscribers:update"
    TEMPLATES_READ = "templates:read"
    TERMS_CONFIGURE = "terms:configure"
    UNITS_DELETE = "units:delete"
    UNITS_MANAGE = "units:manage"
    UNITS_READ = "units:read"
    UNITS_UPDATE = "units:update"
    UNIT_KEYPOOLS_READ = "unit_keypools:read"
    UNIT_LOG_READ = "unit_log:read"
    VENUES_CONFIGURE = "venues:configure"
    VENUES_CREATE = "venues:create"
    VENUES_READ = "venues:read"
    VENUES_UPDATE = "venues:update"
    VENUE_BUILDINGS_READ = "venue_buildings:read"
    VENUE_DETAILS_READ = "venue_details:read"
    VENUE_INTEGRATIONS_CONFIGURE = "venue_integrations:configure"
    VENUE_LOG_READ = "venue_log:read"
    VENUE_PAYMENTS_CONFIGURE = "venue_payments:configure"
    VENUE_STAFF_GRANT = "venue_staff:grant"
    VENUE_STAFF_REVOKE = "venue_staff:revoke"


SIGNED_IN_PERMISSIONS = frozenset(
    {
        Permission.ACCOUNT_DEVICES,
        Permission.ACCOUNT_KEYS,
        Permission.ACCOUNT_KEYS_READ,
        Permission.ACCOUNT_LOG,
        Permission.ACCOUNT_RESET,
        Permission.ACCOUNT_SESSION,
        Permission.ACCOUNT_UPDATE,
    }
)
SUSPENDED_PERMISSIONS = frozenset({Permission.ACCOUNT_KEYS_READ, Permission.ACCOUNT_LOG, Permission.ACCOUNT_SESSION})
"""What a suspended person may still do, on their own record alone: sign in and out, and read."""
RADIUS_SERVER_PERMISSIONS = frozenset({Permission.DEVICES_AUTHENTICATE})
"""Permissions of RADIUS servers, which no role has."""
REGION_PERMISSIONS = frozenset({Permission.COMMANDS_EXECUTE})
"""Permissions of other regions of the deployment, which no role has."""
ACCOUNT_PERMISSIONS_FOR_OTHERS = frozenset({Permission.ACCOUNT_RESET, Permission.ACCOUNT_UPDATE})
OPERATOR_READ_PERMISSIONS = frozenset(
    {
        Permission.KEYPOOLS_READ,
        Permission.OPERATOR_DETAILS_READ,
        Permission.OPERATOR_LOG_READ,
        Permission.PLANS_READ,
        Permission.RESIDENTS_LOOK_UP,
        Permission.SUBSCRIBERS_KEYS_READ,
        Permission.UNITS_READ,
        Permission.UNIT_KEYPOOLS_READ,
        Permission.VENUES_READ,
        Permission.VENUE_BUILDINGS_READ,
        Permission.VENUE_DETAILS_READ,
    }
)
VENUE_ROLE_GRANT_PERMISSIONS = frozenset(
    {Permission.SITE_STAFF_GRANT, Permission.STAFF_GRANT, Permission.VENUE_STAFF_GRANT}
)
RESIDENT_SUPPORT_PERMISSIONS = frozenset(
    {Permission.RESIDENTS_ADD, Permission.RESIDENTS_LOOK_UP, Permission.RESIDENTS_RESEND_CODE}
)

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.NETWORK_SOFTWARE_PROVIDER: frozenset(
        {
            Permission.EQUIPMENT_CONFIGURE,
            Permission.KEYPOOLS_CREATE,
            Permission.PLANS_MANAGE,
            Permission.STAFF_GRANT,
            Permission.UNITS_MANAGE,
            Permission.UNIT_LOG_READ,
            Permission.VENUE_LOG_READ,
        }
    ),
    Role.DOMAIN_ADMINISTRATOR: frozenset(Permission)
    - {Permission.PUBLIC}
    - RADIUS_SERVER_PERMISSIONS
    - REGION_PERMISSIONS
    - SIGNED_IN_PERMISSIONS
    | ACCOUNT_PERMISSIONS_FOR_OTHERS,
    Role.SIEM_ADMINISTRATOR: frozenset(),
    Role.ACCOUNT_MANAGER: OPERATOR_READ_PERMISSIONS
    | VENUE_ROLE_GRANT_PERMISSIONS
    | {Permission.PLANS_OFFER, Permission.VENUES_CONFIGURE, Permission.VENUE_PAYMENTS_CONFIGURE},
    Role.CUSTOMER_SUPPORT: OPERATOR_READ_PERMISSIONS
    | VENUE_ROLE_GRANT_PERMISSIONS
    | {
        Permission.PLANS_OFFER,
        Permission.RESIDENTS_RESEND_CODE,
        Permission.SUBSCRIBERS_RESEND_CODE,
        Permission.TEMPLATES_READ,
        Permission.VENUES_CONFIGURE,
    },
    Role.VENUE_ADMINISTRATOR: RESIDENT_SUPPORT_PERMISSIONS
    | {
        Permission.ACCOUNT_UPDATE,
        Permission.SITE_STAFF_GRANT,
        Permission.SITE_STAFF_REVOKE,
        Permission.STAFF_GRANT,
        Permission.SUBSCRIBERS_UPDATE,
        Permission.UNIT_KEYPOOLS_READ,
        Permission.UNIT_LOG_READ,
        Permission.VENUES_CONFIGURE,
        Permission.VENUE_BUILDINGS_READ,
        Permission.VENUE_DETAILS_READ,
        Permission.VENUE_LOG_READ,
    },
    Role.LEASING_AGENT: RESIDENT_SUPPORT_PERMISSIONS | {Permission.UNIT_LOG_READ, Permission.VENUE_BUILDINGS_READ},
    Role.SUBSCRIBER: SIGNED_IN_PERMISSIONS,
}

"""Every label, edge and property of the graph; no other module spells one."""

from typing import Final


class Label:
    """What a vertex is."""

    BIN: Final = "bin"
    COMMAND: Final = "command"
    IDENTITY: Final = "identity"
    KEY: Final = "key"
    KEYPOOL: Final = "keypool"
    LOG_ENTRY: Final = "log_entry"
    OPERATOR: Final = "operator"
    ORIGIN: Final = "origin"
    OUTBOX: Final = "outbox"
    EXTERNAL_VENUE: Final = "external_venue"
    PROVIDER: Final = "provider"
    PSK: Final = "psk"
    REMOVAL: Final = "scheduled_removal"
    SERVICE_PLAN: Final = "service_plan"
    SUBSCRIBER: Final = "subscriber"
    SUBSCRIPTION: Final = "subscription"
    TERMS: Final = "terms"
    UNIT: Final = "unit"
    VENUE: Final = "venue"
    VLAN: Final = "vlan"


class Edge:
    """What ties two vertices, from the first to the second."""

    AT_UNIT: Final = "unit_policy_for_psk"  # key -> unit: the policy
    BELONGS_TO: Final = "belongs_to"  # subscriber, venue, service plan, keypool -> operator
    HAS_BIN: Final = "keypool_has_bin"
    HAS_UNIT: Final = "venue_has_unit"
    HAS_VLAN: Final = "venue_has_vlan"
    HOLDS: Final = "subscriber_holds_key"
    IDENTIFIES: Final = "identifies"  # identity, origin, external venue -> whom or what it names
    IN_POOL: Final = "key_in_pool"
    NAMES_KEY: Final = "psk_names_key"
    OFFERED_AT: Final = "plan_offered_at"  # service plan -> venue
    ON_VLAN: Final = "unit_on_vlan"
    SHOWN_AT: Final = "keypool_shown_at"  # local keypool -> venue or unit
    STAFF_OF: Final = "staff_of"  # subscriber -> operator, venue or provider, with the role
    SUBSCRIBES: Final = "subscribes"  # subscriber -> subscription
    SUBSCRIPTION_AT: Final = "subscription_at"  # subscription -> unit
    SUBSCRIPTION_PLAN: Final = "subscription_plan"  # subscription -> service plan
    TERMS_OF: Final = "terms_of"


class Prop:
    """What a vertex or an edge carries."""

    ACCEPTED_AT: Final = "accepted_at"
    ADDED_AT: Final = "added_at"
    ADDRESS_LINE_1: Final = "address_line_1"
    ADDRESS_LINE_2: Final = "address_line_2"
    ADDRESS_LINE_3: Final = "address_line_3"
    ADMINISTRATOR: Final = "administrator"
    ANSWER: Final = "answer"
    BUILDING: Final = "building"
    CHANGED_AT: Final = "changed_at"
    CITY: Final = "city"
    CLIENT_ID: Final = "client_id"
    CLIENT_SECRET: Final = "client_secret"  # noqa: S105  a name
    CODE: Final = "code"
    CODE_ATTEMPTS: Final = "code_attempts"
    CODE_EXPIRES_AT: Final = "code_expires_at"
    CODE_KIND: Final = "code_kind"
    CONSOLE_ORIGIN: Final = "console_origin"
    CONTACT_BY_EMAIL: Final = "contactpref_email"
    CONTACT_BY_SMS: Final = "contactpref_sms"
    COUNTRY: Final = "country"
    DATA_KEY: Final = "data_key"
    DETAIL: Final = "detail"
    DUE_AT: Final = "due_at"
    ENTRIES: Final = "entries"
    EVENT: Final = "event"
    EXTERNAL_SERVICE_PLAN_ID: Final = "external_service_plan_id"
    EXTERNAL_SUBSCRIBER_ID: Final = "external_subscriber_id"
    EXTERNAL_SUBSCRIPTION_ID: Final = "external_subscription_id"
    EXTERNAL_UNIT_ID: Final = "external_unit_id"
    EXTERNAL_VENUE_ID: Final = "external_venue_id"
    FLOOR: Final = "floor"
    FUNCTION: Final = "function_name"
    INDEX_KEY: Final = "index_key"
    ISSUER: Final = "issuer"
    LATITUDE: Final = "latitude"
    LOCALE: Final = "locale"
    LONGITUDE: Final = "longitude"
    NAME: Final = "name"
    OPERATOR_DAY: Final = "operator_day"
    ORIGIN: Final = "origin"
    PAYLOAD: Final = "payload"
    PMK: Final = "pmk"
    POSTAL_CODE: Final = "postal_code"
    PRIMARY_UNIT: Final = "primary_unit_id"
    PURPOSE: Final = "purpose"
    REALPAGE_UNIT: Final = "realpage_unit_id"
    ROLE: Final = "role"
    SHORT_ID: Final = "short_id"
    SIGNED_OUT_AT: Final = "signed_out_at"
    SMS_CODE: Final = "sms_code"
    SOURCE_IP: Final = "source_ip"
    SOURCE_IPS_ALLOWED: Final = "source_ips_allowed"
    SSID: Final = "ssid"
    STATE: Final = "state"
    STATUS: Final = "status"
    SUBSCRIBER_DAY: Final = "subscriber_day"
    TEXT: Final = "text"
    TIME_ZONE: Final = "time_zone"
    TOKEN: Final = "token"  # noqa: S105  a name
    UNIT: Final = "unit_id"
    USER_AGENT: Final = "user_agent"
    USER_POOL_ID: Final = "user_pool_id"
    VENUE_DAY: Final = "venue_day"
    VENUE: Final = "venue_id"
    OPERATOR: Final = "operator_id"
    SUBSCRIBER: Final = "subscriber_token"
    VERSION: Final = "version"
    VLAN: Final = "vlan"
    VLAN_RANGES: Final = "vlan_ranges"
    WEBHOOK_URL: Final = "webhook_url"
    WHEN: Final = "when"

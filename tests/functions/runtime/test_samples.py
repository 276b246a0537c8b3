"""What the documented sample of an answer shows is there in the answer, also where nothing was set."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from functions.networkoperatorconsole.equipment import list_service_plans
from functions.networkoperatorconsole.subscribers import list_subscriber_keys
from functions.networkoperatorconsole.venues import list_venue_details, list_venue_units
from tests.architecture.source import endpoints
from tests.factories import Persona, Tenant, World, add_plan, unique_name
from tests.gateway import call
from tests.personas import find_entitled, scene_for, send_as
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import add_resident_of
from vault.runtime.endpoint import Endpoint

MEMBERS: Mapping[str, str] = {
    "/networkoperatorconsole/admin/deleteKeypoolPermanently": "KeyPoolID",
    "/networkoperatorconsole/admin/deleteVenueEquipmentPermanently": """
        success deletionId equipment configurationBackup networkImpact replacement audit notifications
    """,
    "/networkoperatorconsole/equipment/addServicePlan": "ServicePlanID",
    "/networkoperatorconsole/equipment/configureNetworkOperator": "statusCode",
    "/networkoperatorconsole/equipment/configureServicePlan": "ServicePlanID statusCode",
    "/networkoperatorconsole/equipment/configureTandC": "TandC.en-us",
    "/networkoperatorconsole/equipment/listEquipmentErrorLog": "Errors",
    "/networkoperatorconsole/equipment/listEquipmentLog": """
        Status EquipmentID EquipmentName EquipmentType Manufacturer Model ConnectionProtocol IPAddress log
    """,
    "/networkoperatorconsole/equipment/listOperatorLog": "log log_count log_returned",
    "/networkoperatorconsole/equipment/listPendingGatewayVLANDisable": "PendingDisableOperations",
    "/networkoperatorconsole/equipment/listPendingGatewayVLANEnable": "SubscriptionCount Subscriptions",
    "/networkoperatorconsole/equipment/listSMSTemplates": """
        NetworkOperatorID NetworkOperatorName Domain SMSConfiguration TandC SupportedLocales
    """,
    "/networkoperatorconsole/equipment/removeRADIUSServer": "Success RadiusServerIP",
    "/networkoperatorconsole/keypools/addKeypool": "KeyPoolID SSID",
    "/networkoperatorconsole/keypools/configureKeypool": "KeyPoolID statusCode",
    "/networkoperatorconsole/keypools/listKeypools": "myKeyPoolCount myKeyPoolList statusCode",
    "/networkoperatorconsole/scratchcards/addScratchCards": "ScratchCard_BatchID batchDetails",
    "/networkoperatorconsole/staff/disableStaffAccess": """
        statusCode EmailAddress DisabledDateTime OperatorID RolesRemoved
    """,
    "/networkoperatorconsole/staff/enableStaffAccess": "statusCode data SupportedLocales",
    "/networkoperatorconsole/subscribers/addKey": """
        SubscriberToken EmailAddress GivenName FamilyName PhoneNumber.E164 StripeCustomerID StripeSetupIntentId
        StripeClientSecret StripePublishableKey Subscription dateAddedUTC.ISO8601
    """,
    "/networkoperatorconsole/subscribers/listSubscriberKeys": """
        success subscriberInfo keyInventory keysInKeyPools allDevices
    """,
    "/networkoperatorconsole/subscribers/resendCodeforTandC": "statusCode",
    "/networkoperatorconsole/venues/addVenueEquipment": "EquipmentID_internal",
    "/networkoperatorconsole/venues/configureVenueEquipment": "statusCode update_acl",
    "/networkoperatorconsole/venues/updateVenueEquipment": "statusCode update_acl",
    "/networkoperatorconsole/venues/addConnectWiseCredentials": "VenueID",
    "/networkoperatorconsole/venues/addPRTGCredentials": "VenueID monitoring_status integration_details",
    "/networkoperatorconsole/venues/addVenue": "VenueID Address NetworkConfiguration",
    "/networkoperatorconsole/venues/addVenueUnits": "UnitID_internal VenueID vlan",
    "/networkoperatorconsole/venues/configureVenue": "message",
    "/networkoperatorconsole/venues/configureVenueUnit": "message statusCode",
    "/networkoperatorconsole/venues/disableServicePlan": "ServicePlanID",
    "/networkoperatorconsole/venues/disableStaffAccess": "success revocationId staffMember venue audit",
    "/networkoperatorconsole/venues/enableServicePlan": "ServicePlanID VenueID",
    "/networkoperatorconsole/venues/enableStaffAccess": "SubscriberToken EmailAddress GivenName FamilyName locale",
    "/networkoperatorconsole/venues/listPropertyManagementGroups": """
        PropertyManagementGroups PropertyManagementGroupsCount
    """,
    "/networkoperatorconsole/venues/listVenueDetails": """
        VenueID VenueName AddressLine1 AddressLine2 City State PostalCode Country.ISO3166A3 ServicePlanConfiguration
        Units UnitCount Keypools NetworkOperatorConnections analytics DisplayConfiguration
    """,
    "/networkoperatorconsole/venues/listVenueLog": "log LogCount",
    "/networkoperatorconsole/venues/listVenueUnitDetails": "VenueUnits",
    "/networkoperatorconsole/venues/listVenueUnitLog": "log SupportedLocales",
    "/networkoperatorconsole/venues/listVenueUnits": "VenueUnitCount VenueUnits dateUpdated",
    "/networkoperatorconsole/venues/listVenues": "VenueCount VenueList",
    "/networkoperatorconsole/venues/updateVenueAddress": "statusCode",
    "/networkoperatorconsole/venues/updateVenueUnitAddress": "message AddressConfiguration GeographicData",
    "/operatorconsole/config/listDisplayOptions": "DisplayOptions SupportedLocales",
    "/operatorconsole/tools/generateCambiumEPSKPacket": "ANonce SNonce BSSID MACAddress EAPOLFrame PMK",
    "/operatorconsole/tools/generateFTPSKPacket": """
        EAPOLFrame ANonce SNonce BSSID MACAddress PMK PMK_R0 PMK_R1 FTIE MDIE R0KH_ID R1KH_ID MDID
    """,
    "/operatorconsole/tools/generateRuckusDPSKAttribute153": """
        Attribute153 DPSKPassphrase PMK ExpirationDate SSID VenueID
    """,
    "/operatorconsole/tools/generateWPA2PSKPacket": "EAPOLFrame ANonce SNonce BSSID MACAddress PMK KeyVersion",
    "/subscriberconsole/initiateResetConsolePassword": "statusCode",
    "/subscriberconsole/listKeys": """
        SubscriberToken EmailAddress GivenName FamilyName PhoneNumber.E164 locale contactpref_sms contactpref_email
        KeyCount KeyCountActive DeviceCountOnline DeviceCountOffline KeysInKeyPools messages_from_venues
    """,
    "/subscriberconsole/listSubscriberLog": "log",
    "/subscriberconsole/login": "SupportedLocales AuthenticationResult SubscriberToken GivenName FamilyName locale",
    "/subscriberconsole/refreshAccessToken": "AuthenticationResult",
    "/subscriberconsole/resetKey": "success newKeyId venues units",
    "/subscriberconsole/updateDeviceName": "Calling-Station-Id UserDefinedHostName",
    "/subscriberconsole/updateKeyTag": "KeyTag",
    "/subscriberconsole/viewTandC": "DeviceLocale TandC",
    "/venuemgmtconsole/staff/enableStaffAccess": """
        SubscriberToken EmailAddress GivenName FamilyName locale dateAddedUTC
    """,
    "/venuemgmtconsole/subscribers/addSubscriber": """
        SubscriberToken EmailAddress Status TemporaryPassword StripeCustomerID contactpref_email contactpref_sms
        externalSubscriberID
    """,
    "/venuemgmtconsole/subscribers/validateEmailAddress": """
        GivenName FamilyName PhoneNumber.E164 locale contactpref_sms contactpref_email
    """,
    "/venuemgmtconsole/venue_units/listKeyPoolsatVenueUnit": "Keypools",
    "/venuemgmtconsole/venue_units/listVenueUnitLog": "UnitID_internal log",
    "/venuemgmtconsole/venues/configureVenue": "message",
    "/venuemgmtconsole/venues/listVenueBuildings": "UnitBuildings",
    "/venuemgmtconsole/venues/listVenueLog": "VenueID log",
    "/venuemgmtconsole/venues/listVenues": """
        VenueList VenueCount UnitCount_GlobalWirelessPlusLocalWiredAccess UnitCount_LocalWirelessAccess
        PolicyCount_GlobalWirelessPlusLocalWiredAccess PolicyCount_LocalWirelessAccess DeviceCount OnlineDeviceCount
    """,
}
"""The members of documented samples beside message and errorProcessing, where ids and times are no names."""
NO_MORE_NAMES = {
    "/networkoperatorconsole/equipment/listEmailTemplates",
    "/networkoperatorconsole/equipment/listOperatorDetails",
    "/networkoperatorconsole/equipment/listServicePlans",
    "/networkoperatorconsole/scratchcards/extendScratchCardBatch",
    "/networkoperatorconsole/scratchcards/invalidateScratchCard",
    "/networkoperatorconsole/scratchcards/invalidateScratchCardBatch",
    "/networkoperatorconsole/scratchcards/listScratchCardBatches",
    "/networkoperatorconsole/scratchcards/viewScratchCardBatch",
    "/radius/authorize",
    "/subscriberconsole/acceptTandC",
    "/subscriberconsole/confirmPhoneNumber",
    "/subscriberconsole/confirmResetConsolePassword",
    "/subscriberconsole/logout",
    "/subscriberconsole/updatePII",
    "/venuemgmtconsole/staff/disableStaffAccess",
    "/venuemgmtconsole/subscribers/resendCodeforTandC",
    "/venuemgmtconsole/venues/listVenueDetails",
}
"""Endpoints whose sample shows a message alone, a list, or members named by ids and times; or that have none."""
PLAN = """
    ServicePlanID ServicePlanName DownloadKbps UploadKbps ConcurrentDevices GloballyAvailablePlan
    ServicePlanDescription externalServicePlanID FCCLabel SMSCode BillingCycleHours Currencies
"""
LABEL = """
    PlanID TypicalUploadKbps TypicalDownloadKbps PrivacyPolicyURL NetworkMgmtPolicyURL DataPolicyURL BundleDiscountURL
    SupportURL
"""
UNIT = """
    UnitID_internal purpose UnitID UnitFloor UnitBuilding AddressLine1 AddressLine2 City State Country.ISO3166A3
    PostalCode externalVenueUnitID SMSCode vlan
"""
MAY_BE_ABSENT = {
    ("/operatorconsole/tools/generateRuckusDPSKAttribute153", "ExpirationDate"): "a DPSK without an end has none",
}
"""Members of samples that an answer may lack, and why; what is not built yet is declared at the endpoint."""
Part = Callable[[dict[str, Any]], dict[str, Any]]
NESTED: Mapping[str, tuple[Endpoint, Part, str]] = {
    "a plan of the operator": (list_service_plans.handler, lambda body: body[-1], PLAN),
    "its label": (list_service_plans.handler, lambda body: body[-1]["FCCLabel"], LABEL),
    "a plan of a venue": (
        list_venue_details.handler,
        lambda body: next(iter(body["ServicePlanConfiguration"].values())),
        PLAN,
    ),
    "a unit of a venue's details": (list_venue_details.handler, lambda body: body["Units"][0], UNIT),
    "a unit of a venue": (list_venue_units.handler, lambda body: body["VenueUnits"][0], UNIT),
    "a subscriber": (
        list_subscriber_keys.handler,
        lambda body: body["subscriberInfo"],
        "SubscriberToken EmailAddress GivenName FamilyName PhoneNumber.E164 locale externalSubscriberID",
    ),
}
"""Members of lists in samples: endpoint, the place in its answer, and their members."""


def test_every_endpoint_has_its_sample_or_none() -> None:
    assert NO_MORE_NAMES | MEMBERS.keys() == set(endpoints())
    assert NO_MORE_NAMES & MEMBERS.keys() == set()


@pytest.mark.parametrize("path", sorted(MEMBERS))
def test_an_answer_has_the_members_of_the_documented_sample(stage: World, cast: dict[str, Persona], path: str) -> None:
    person = find_entitled(stage, cast, path)
    body = BODIES[path](scene_for(stage, path, person))

    response = send_as(path, stage.mine, body, person)

    pending = {*endpoints()[path].unimplemented_fields, *(name for at, name in MAY_BE_ABSENT if at == path)}
    assert response.status == 200, response.body
    assert set(MEMBERS[path].split()) - response.body.keys() <= pending


@pytest.fixture(scope="module")
def plain(stage: World) -> Tenant:
    """An operator of whose plan, unit and resident nothing was set that may be left out."""
    add_plan(stage.mine, unique_name("Plain"), stage.mine.venues[0])
    return stage.mine


@pytest.mark.parametrize("name", NESTED)
def test_a_member_of_a_list_has_those_of_the_documented_sample(plain: Tenant, name: str) -> None:
    endpoint, part, members = NESTED[name]
    everything = {
        "VenueID": plain.venues[0].id,
        "SubscriberToken": add_resident_of(plain, plain.units[0]).token,
    }

    response = call(endpoint, plain.token("DomainAdministrator"), everything)

    assert response.status == 200, response.body
    assert set(members.split()) - part(response.body).keys() == set()


def test_an_empty_label_has_the_speeds_of_the_plan(plain: Tenant) -> None:
    plan = add_plan(plain, unique_name("Plain"))

    listed = call(list_service_plans.handler, plain.token("DomainAdministrator")).body

    label = next(each["FCCLabel"] for each in listed if each["ServicePlanID"] == plan)
    assert (label["TypicalUploadKbps"], label["TypicalDownloadKbps"]) == (25000, 100000)
    assert {text for name, text in label.items() if not name.startswith("Typical")} == {""}

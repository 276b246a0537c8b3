"""Who may call which endpoint according to the documents; written by hand, not derived from the declarations.

A row has a sign for each of ROLES:
    *   anybody, with a token or without      s   for the own record
    o   everywhere in the own operator        p   in any operator that the call names
    v   at the own venues                     -   nobody in this role
    ?   not settled: not tested
"""

ROLES = (
    "NetworkSoftwareProvider",
    "DomainAdministrator",
    "SIEMAdministrator",
    "AccountManager",
    "CustomerSupport",
    "VenueAdministrator",
    "LeasingAgent",
    "Subscriber",
    "Public",
)

ROWS = {
    #                                                             NSP DA SIEM AM CS VA LA Sub Public
    "/subscriberconsole/acceptTandC": "                            ?  ?  ?  ?  ?  ?  ?  ?  *",
    "/subscriberconsole/confirmPhoneNumber": "                     ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/confirmResetConsolePassword": "            ?  ?  ?  ?  ?  ?  ?  ?  *",
    "/subscriberconsole/initiateResetConsolePassword": "           ?  o  s  ?  ?  ?  ?  s  -",
    "/subscriberconsole/listKeys": "                               ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/listSubscriberLog": "                      ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/login": "                                  ?  ?  ?  ?  ?  ?  ?  ?  *",
    "/subscriberconsole/logout": "                                 ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/refreshAccessToken": "                     ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/resetKey": "                               ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/updateKeyTag": "                           ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/updateDeviceName": "                       ?  s  s  s  s  s  s  s  -",
    "/subscriberconsole/updatePII": "                              ?  o  s  ?  ?  v  s  s  -",
    "/subscriberconsole/viewTandC": "                              ?  *  *  *  *  *  *  *  *",
    "/networkoperatorconsole/admin/deleteKeypoolPermanently": "    -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/admin/deleteVenueEquipmentPermanently": "?  o  -  ?  ?  -  -  -  -",
    "/radius/authorize": "                                         -  -  -  -  -  -  -  -  ?",
    "/networkoperatorconsole/equipment/addServicePlan": "          p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/equipment/configureNetworkOperator": " ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/equipment/configureServicePlan": "    p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/equipment/configureTandC": "          ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/equipment/listEmailTemplates": "      ?  o  -  ?  o  -  -  -  -",
    "/networkoperatorconsole/equipment/listEquipmentErrorLog": "   ?  o  -  ?  ?  -  -  -  -",
    "/networkoperatorconsole/equipment/listEquipmentLog": "        -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/equipment/listOperatorDetails": "     ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/equipment/listOperatorLog": "         ?  o  ?  o  o  -  -  -  -",
    "/networkoperatorconsole/equipment/listPendingGatewayVLANDisable": "?  o  -  ?  ?  -  -  -  -",
    "/networkoperatorconsole/equipment/listPendingGatewayVLANEnable": "?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/equipment/listServicePlans": "        ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/equipment/listSMSTemplates": "        ?  o  -  ?  o  -  -  -  -",
    "/networkoperatorconsole/equipment/removeRADIUSServer": "      ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/keypools/addKeypool": "               p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/keypools/configureKeypool": "         -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/keypools/listKeypools": "             ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/scratchcards/addScratchCards": "      ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/scratchcards/extendScratchCardBatch": "?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/scratchcards/invalidateScratchCardBatch": "?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/scratchcards/invalidateScratchCard": "?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/scratchcards/listScratchCardBatches": "?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/scratchcards/viewScratchCardBatch": " ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/staff/disableStaffAccess": "          ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/staff/enableStaffAccess": "           p  o  -  o  o  v  -  -  -",
    "/networkoperatorconsole/subscribers/addKey": "                ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/subscribers/listSubscriberKeys": "    ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/subscribers/resendCodeforTandC": "    -  o  -  -  o  -  -  -  -",
    "/networkoperatorconsole/venues/addConnectWiseCredentials": "  -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/addPRTGCredentials": "         -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/addVenue": "                   -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/addVenueEquipment": "          ?  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/addVenueUnits": "              p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/configureVenue": "             -  o  ?  o  o  v  ?  -  -",
    "/networkoperatorconsole/venues/configureVenueEquipment": "    p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/configureVenueUnit": "         p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/disableServicePlan": "         ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/venues/disableStaffAccess": "         ?  o  -  ?  ?  -  -  -  -",
    "/networkoperatorconsole/venues/enableServicePlan": "          ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/venues/enableStaffAccess": "          ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/venues/listPropertyManagementGroups": "?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/venues/listVenueDetails": "           ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/venues/listVenueLog": "               p  o  ?  ?  ?  v  -  -  -",
    "/networkoperatorconsole/venues/listVenueUnitDetails": "       ?  o  -  o  o  ?  -  -  -",
    "/networkoperatorconsole/venues/listVenueUnitLog": "           p  o  -  -  -  v  v  -  -",
    "/networkoperatorconsole/venues/listVenueUnits": "             ?  o  -  o  o  -  -  -  -",
    "/networkoperatorconsole/venues/listVenues": "                 ?  *  *  *  *  *  *  *  *",
    "/networkoperatorconsole/venues/updateVenueEquipment": "       p  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/updateVenueAddress": "         -  o  -  -  -  -  -  -  -",
    "/networkoperatorconsole/venues/updateVenueUnitAddress": "     -  o  -  -  -  -  -  -  -",
    "/operatorconsole/config/listDisplayOptions": "                p  *  *  *  *  *  *  *  *",
    "/operatorconsole/tools/generateCambiumEPSKPacket": "          ?  o  -  -  -  -  -  -  -",
    "/operatorconsole/tools/generateFTPSKPacket": "                ?  o  -  -  -  -  -  -  -",
    "/operatorconsole/tools/generateRuckusDPSKAttribute153": "     ?  o  -  -  -  -  -  -  -",
    "/operatorconsole/tools/generateWPA2PSKPacket": "              ?  o  -  -  -  -  -  -  -",
    "/venuemgmtconsole/staff/disableStaffAccess": "                ?  o  -  ?  ?  v  -  -  -",
    "/venuemgmtconsole/staff/enableStaffAccess": "                 ?  o  -  o  o  v  -  -  -",
    "/venuemgmtconsole/subscribers/addSubscriber": "               ?  o  -  -  -  v  v  -  -",
    "/venuemgmtconsole/subscribers/resendCodeforTandC": "          ?  o  -  -  o  v  v  -  -",
    "/venuemgmtconsole/subscribers/validateEmailAddress": "        ?  o  -  ?  ?  v  v  -  -",
    "/venuemgmtconsole/venue_units/listKeyPoolsatVenueUnit": "     ?  o  -  o  o  v  -  -  -",
    "/venuemgmtconsole/venue_units/listVenueUnitLog": "            ?  o  -  -  -  v  v  -  -",
    "/venuemgmtconsole/venues/configureVenue": "                   ?  o  ?  o  o  v  ?  -  -",
    "/venuemgmtconsole/venues/listVenueBuildings": "               ?  o  -  o  o  v  v  -  -",
    "/venuemgmtconsole/venues/listVenueDetails": "                 ?  o  -  o  o  v  -  -  -",
    "/venuemgmtconsole/venues/listVenueLog": "                     p  o  ?  ?  ?  v  -  -  -",
    "/venuemgmtconsole/venues/listVenues": "                       p  *  *  *  *  *  *  *  *",
}

PROOF = frozenset(
    {
        "/subscriberconsole/acceptTandC",
        "/subscriberconsole/confirmResetConsolePassword",
        "/subscriberconsole/login",
        "/subscriberconsole/refreshAccessToken",
    }
)
"""The call's body contains the proof: a wrong one is answered with 401, like a missing token."""
OF_SERVERS = frozenset({"/radius/authorize"})
"""Only for RADIUS servers; persons are not authenticated there."""
RULES_ANSWER_401 = frozenset(
    {"/networkoperatorconsole/venues/addVenueUnits", "/networkoperatorconsole/venues/configureVenue"}
)
"""As documented."""
OF_NO_VENUE = frozenset(
    {
        "/networkoperatorconsole/equipment/addServicePlan",
        "/networkoperatorconsole/equipment/configureNetworkOperator",
        "/networkoperatorconsole/equipment/configureTandC",
        "/networkoperatorconsole/equipment/listEmailTemplates",
        "/networkoperatorconsole/equipment/listOperatorLog",
        "/networkoperatorconsole/equipment/listPendingGatewayVLANEnable",
        "/networkoperatorconsole/equipment/listSMSTemplates",
        "/networkoperatorconsole/equipment/listServicePlans",
        "/networkoperatorconsole/equipment/removeRADIUSServer",
        "/networkoperatorconsole/venues/addVenue",
        "/networkoperatorconsole/venues/listPropertyManagementGroups",
        "/operatorconsole/tools/generateCambiumEPSKPacket",
        "/operatorconsole/tools/generateFTPSKPacket",
        "/operatorconsole/tools/generateWPA2PSKPacket",
        "/subscriberconsole/confirmPhoneNumber",
    }
)
"""For the operator as a whole, or the caller alone: another tenant is named by OperatorID."""
ANSWER_IS_CUT = frozenset(
    {
        "/networkoperatorconsole/keypools/listKeypools",
        "/networkoperatorconsole/venues/listVenues",
        "/venuemgmtconsole/subscribers/validateEmailAddress",
        "/venuemgmtconsole/venues/listVenues",
    }
)
"""The venue in the call is ignored or there is none: the answer contains only what the caller may see."""
OF_ANY_VENUE = frozenset(
    {
        "/subscriberconsole/listKeys",
        "/subscriberconsole/listSubscriberLog",
        "/subscriberconsole/logout",
        "/subscriberconsole/refreshAccessToken",
        "/subscriberconsole/updateDeviceName",
    }
)
"""The caller's own record, at any venue of the operator."""


def expected_access(path: str, role: str) -> str:
    """The sign of a role at an endpoint."""
    return ROWS[path].split()[ROLES.index(role)]

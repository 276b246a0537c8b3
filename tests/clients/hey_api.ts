// The journey of the README with the client of hey-api.
import { administrator, agent, must, origin, plan, readTemporaryPassword, report, resident, run, server, venue } from "./journey.ts"
import { client } from "./openapi-ts/client.gen.ts"
import * as vault from "./openapi-ts/sdk.gen.ts"

client.setConfig({ baseUrl: server as never, headers: { Origin: origin } })

const logIn = async (body: { EmailAddress: string; Password: string }): Promise<string> => {
  const { data, error } = await vault.subscriberconsoleLogin({ body })
  return must(data, error).AuthenticationResult.AccessToken
}

const AccessToken = await logIn(administrator)
const added = await vault.networkoperatorconsoleVenuesAddVenue({ body: { AccessToken, ...venue } })
const { VenueID } = must(added.data, added.error)
const unit = await vault.networkoperatorconsoleVenuesAddVenueUnits({
  body: { AccessToken, VenueID, UnitID: "1204", UnitFloor: "12" },
})
const { UnitID_internal } = must(unit.data, unit.error)
const created = await vault.networkoperatorconsoleEquipmentAddServicePlan({ body: { AccessToken, ...plan } })
const { ServicePlanID } = must(created.data, created.error)
const offered = await vault.networkoperatorconsoleVenuesEnableServicePlan({
  body: { AccessToken, VenueID, ServicePlanID },
})
must(offered.data, offered.error)
const pool = await vault.networkoperatorconsoleKeypoolsAddKeypool({
  body: { AccessToken, SSID: `WiFi ${run}`, VenueID },
})
must(pool.data, pool.error)
const appointed = await vault.networkoperatorconsoleVenuesEnableStaffAccess({
  body: { AccessToken, VenueID, Role: "LeasingAgent", EmailAddress: agent.EmailAddress, GivenName: "Robin" },
})
must(appointed.data, appointed.error)
const moved = await vault.venuemgmtconsoleSubscribersAddSubscriber({
  body: { AccessToken: await logIn(agent), EmailAddress: resident.EmailAddress, UnitID_internal },
})
must(moved.data, moved.error)
const accepted = await vault.subscriberconsoleAcceptTandC({
  body: {
    EmailAddress: resident.EmailAddress,
    TemporaryPassword: await readTemporaryPassword(),
    NewPassword: resident.Password,
  },
})
must(accepted.data, accepted.error)
const keys = await vault.subscriberconsoleListKeys({ body: { AccessToken: await logIn(resident) } })
report(must(keys.data, keys.error).KeysInKeyPools)

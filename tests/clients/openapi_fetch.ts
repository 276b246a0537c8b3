// The journey of the README with the types of openapi-typescript and the client openapi-fetch.
import createClient from "openapi-fetch"

import { administrator, agent, must, origin, plan, readTemporaryPassword, report, resident, run, server, venue } from "./journey.ts"
import type { paths } from "./schema.d.ts"

const client = createClient<paths>({ baseUrl: server, headers: { Origin: origin } })

const logIn = async (body: { EmailAddress: string; Password: string }): Promise<string> => {
  const { data, error } = await client.POST("/subscriberconsole/login", { body })
  return must(data, error).AuthenticationResult.AccessToken
}

const AccessToken = await logIn(administrator)
const added = await client.POST("/networkoperatorconsole/venues/addVenue", { body: { AccessToken, ...venue } })
const { VenueID } = must(added.data, added.error)
const unit = await client.POST("/networkoperatorconsole/venues/addVenueUnits", {
  body: { AccessToken, VenueID, UnitID: "1204", UnitFloor: "12" },
})
const { UnitID_internal } = must(unit.data, unit.error)
const created = await client.POST("/networkoperatorconsole/equipment/addServicePlan", { body: { AccessToken, ...plan } })
const { ServicePlanID } = must(created.data, created.error)
const offered = await client.POST("/networkoperatorconsole/venues/enableServicePlan", {
  body: { AccessToken, VenueID, ServicePlanID },
})
must(offered.data, offered.error)
const pool = await client.POST("/networkoperatorconsole/keypools/addKeypool", {
  body: { AccessToken, SSID: `WiFi ${run}`, VenueID },
})
must(pool.data, pool.error)
const appointed = await client.POST("/networkoperatorconsole/venues/enableStaffAccess", {
  body: { AccessToken, VenueID, Role: "LeasingAgent", EmailAddress: agent.EmailAddress, GivenName: "Robin" },
})
must(appointed.data, appointed.error)
const moved = await client.POST("/venuemgmtconsole/subscribers/addSubscriber", {
  body: { AccessToken: await logIn(agent), EmailAddress: resident.EmailAddress, UnitID_internal },
})
must(moved.data, moved.error)
const accepted = await client.POST("/subscriberconsole/acceptTandC", {
  body: {
    EmailAddress: resident.EmailAddress,
    TemporaryPassword: await readTemporaryPassword(),
    NewPassword: resident.Password,
  },
})
must(accepted.data, accepted.error)
const keys = await client.POST("/subscriberconsole/listKeys", { body: { AccessToken: await logIn(resident) } })
report(must(keys.data, keys.error).KeysInKeyPools)

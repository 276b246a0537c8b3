import { adapt, indexOf } from "./reference-document.js"
import { listPeople, logIn, offerConsoles, offerPeople } from "./reference-people.js"
import { notServed, runnableCurl, search, sendAs } from "./reference-plugins.js"

const [person, origin, outcome] = ["person", "console", "outcome"].map((id) => document.getElementById(id))
const load = async (path) => (await fetch(path)).json()
const [openapi, demo] = await Promise.all([load("/openapi.json"), load("/_local/people")])
const people = listPeople(demo)
const index = indexOf(openapi)
const plugins = [search(index), runnableCurl, notServed(openapi["x-not-served"] ?? {}, index)]

// Draws the reference with the tokens of somebody, or with those that the examples came with.
const draw = (tokens) => {
  const ui = SwaggerUIBundle({
    spec: adapt(openapi, tokens),
    dom_id: "#reference",
    deepLinking: true,
    filter: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    requestInterceptor: sendAs(() => origin.value.trim()),
    plugins,
    onComplete: () => {
      if (tokens) ui.preauthorizeApiKey("AccessToken", tokens.AccessToken)
      const radius = demo.operators?.[0]?.radius
      if (radius) ui.preauthorizeBasic("RADIUSServer", radius.ServerID, radius.Secret)
    },
  })
}

const findTokens = async (chosen) => {
  outcome.value = ""
  if (!chosen) return null
  try {
    const tokens = await logIn(openapi.servers[0].url, chosen)
    const isElsewhere = chosen.operator !== demo.operators[0]
    outcome.value = `Logged in as ${chosen.role}.${isElsewhere ? ` The ids are those of ${demo.operators[0].OperatorID}.` : ""}`
    return tokens
  } catch (error) {
    outcome.value = `Not logged in: ${error.message}`
    return null
  }
}

const choose = async () => {
  const chosen = people.find(({ key }) => key === person.value)
  if (chosen) origin.value = chosen.operator.origin
  localStorage.setItem("person", person.value)
  localStorage.setItem("console", origin.value)
  draw(await findTokens(chosen))
}

offerPeople(person, people)
offerConsoles(document.getElementById("consoles"), people)
person.value = people.find(({ key }) => key === localStorage.getItem("person"))?.key ?? ""
origin.value = localStorage.getItem("console") ?? people[0]?.operator.origin ?? ""
person.addEventListener("change", choose)
origin.addEventListener("change", () => localStorage.setItem("console", origin.value))

const dark = matchMedia("(prefers-color-scheme: dark)")
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches)
dark.addEventListener("change", follow)
follow()
const label = () =>
  document.querySelector(".operation-filter-input")?.setAttribute("placeholder", "Search calls, fields, errors, descriptions")
new MutationObserver(label).observe(document.getElementById("reference"), { childList: true, subtree: true })
await choose()

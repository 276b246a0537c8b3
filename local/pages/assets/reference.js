// Swagger UI's own filter compares tags only; this one looks at an operation's path, name and summary.
const searchOperations = () => ({
  fn: {
    opsFilter: (tags, phrase) => {
      const wanted = phrase.toLowerCase().split(/\s+/).filter(Boolean)
      const matches = (operation) => {
        const text = [
          operation.get("path"),
          operation.getIn(["operation", "operationId"]),
          operation.getIn(["operation", "summary"]),
          operation.getIn(["operation", "description"]),
        ].join(" ").toLowerCase()
        return wanted.every((word) => text.includes(word))
      }
      return tags
        .map((tag) => tag.set("operations", tag.get("operations").filter(matches)))
        .filter((tag) => tag.get("operations").size > 0)
    },
  },
})

// A page may not set Origin; the local server takes this header for it, from this page only.
const asConsole = (request) => {
  const origin = document.getElementById("console").value.trim()
  if (origin) request.headers["X-Console-Origin"] = origin
  return request
}

const offerConsoles = async () => {
  const input = document.getElementById("console")
  const people = await (await fetch("/_local/people")).json()
  for (const operator of people.operators ?? []) {
    const option = document.createElement("option")
    option.value = operator.origin
    option.label = operator.OperatorID
    document.getElementById("consoles").append(option)
  }
  input.value = localStorage.getItem("console") ?? people.operators?.[0]?.origin ?? ""
  input.addEventListener("change", () => localStorage.setItem("console", input.value))
}

window.onload = () => {
  offerConsoles()
  window.ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#reference",
    deepLinking: true,
    filter: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    requestInterceptor: asConsole,
    plugins: [searchOperations],
  })
  const label = () => document.querySelector(".operation-filter-input")?.setAttribute("placeholder", "Search operations")
  new MutationObserver(label).observe(document.getElementById("reference"), { childList: true, subtree: true })
}

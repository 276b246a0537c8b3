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

window.onload = () => {
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
    plugins: [searchOperations],
  })
  const label = () => document.querySelector(".operation-filter-input")?.setAttribute("placeholder", "Search operations")
  new MutationObserver(label).observe(document.getElementById("reference"), { childList: true, subtree: true })
}

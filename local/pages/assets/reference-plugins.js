// What the page adds to Swagger UI.
const SENT_AS_ORIGIN = "X-Console-Origin"

const wordsOf = (phrase) => (typeof phrase === "string" ? phrase : "").toLowerCase().split(/\s+/).filter(Boolean)
const hasAll = (text, words) => words.every((word) => text.includes(word))

// Swagger UI's own filter compares tags only; this one looks at all that is written about an operation, and puts those
// first whose path or summary has the words.
export const search = (index) => () => ({
  fn: {
    opsFilter: (tags, phrase) => {
      const words = wordsOf(phrase)
      const entry = (operation) => index.get(operation.get("path"))
      const isNamed = (operation) => hasAll(entry(operation).title, words)
      return tags
        .map((tag) =>
          tag.update("operations", (operations) =>
            operations.filter((each) => hasAll(entry(each).text, words)).sortBy((each) => !isNamed(each)),
          ),
        )
        .filter((tag) => tag.get("operations").size > 0)
        .sortBy((tag) => !tag.get("operations").some(isNamed))
    },
  },
})

// The request that is shown is one for a terminal, which may set Origin.
export const runnableCurl = () => ({
  wrapComponents: {
    curl: (Curl, { React }) => (properties) => {
      const request = properties.request.update("headers", (headers) =>
        headers.mapKeys((name) => (name === SENT_AS_ORIGIN ? "Origin" : name)),
      )
      return React.createElement(Curl, { ...properties, request })
    },
  },
})

// Below the operations: the paths that nothing answers yet; and a word where a search finds nothing at all.
export const notServed = (pathsBySubject, index) => (system) => {
  const h = system.React.createElement
  const list = (phrase) => {
    const words = wordsOf(phrase)
    const found = Object.entries(pathsBySubject)
      .map(([subject, paths]) => [subject, paths.filter((path) => hasAll(`${subject} ${path}`.toLowerCase(), words))])
      .filter(([, paths]) => paths.length > 0)
    return found.map(([subject, paths]) =>
      h("details", { key: `${subject} ${words.length > 0}`, open: words.length > 0 },
        h("summary", null, subject, h("small", null, ` ${paths.length}`)),
        h("ul", null, paths.map((path) => h("li", { key: path }, h("code", null, path.replaceAll("/", "\u200b/"))))),
      ))
  }
  return {
    wrapComponents: {
      operations: (Operations) => (properties) => {
        const phrase = system.getSystem().layoutSelectors.currentFilter()
        const [lists, words] = [list(phrase), wordsOf(phrase)]
        const isServed = [...index.values()].some(({ text }) => hasAll(text, words))
        const section = h("section", { id: "not-served", className: "wrapper" },
          h("h3", null, "Not served yet"),
          h("p", null, "These paths belong to the API, and answer 404 until they are built."),
          lists)
        const nothing = h("p", { className: "wrapper" }, `Nothing found for “${phrase}”.`)
        return h(system.React.Fragment, null,
          isServed ? h(Operations, properties) : lists.length === 0 && nothing,
          lists.length > 0 && section)
      },
    },
  }
}

// A page may not set Origin; the local server takes this header for it, from this page only.
export const sendAs = (origin) => (request) => {
  if (origin()) request.headers[SENT_AS_ORIGIN] = origin()
  return request
}

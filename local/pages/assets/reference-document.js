// The OpenAPI document as the page shows and searches it.
const REF = "#/"
const JSON_TYPE = "application/json"
const TOKENS = ["AccessToken", "RefreshToken"]

// The box above stands for the header Origin, and the examples have the tokens of the person who is logged in, if any.
export const adapt = (openapi, tokens) => {
  const adapted = structuredClone(openapi)
  for (const { post } of Object.values(adapted.paths)) {
    post.parameters = post.parameters?.filter(({ name }) => name !== "Origin")
    const example = post.requestBody.content[JSON_TYPE].example ?? {}
    for (const name of TOKENS) if (tokens && example[name]) example[name] = tokens[name]
  }
  return adapted
}

const resolve = (openapi, ref) =>
  ref.slice(REF.length).split("/").reduce((part, name) => part?.[name], openapi)

// Every name and text of an operation and of what it refers to, each reference once.
const collect = (openapi, part, seen, words) => {
  if (typeof part === "string") words.push(part)
  if (part === null || typeof part !== "object") return words
  for (const [name, member] of Object.entries(part)) {
    if (name === "example") continue
    if (name !== "$ref") collect(openapi, member, seen, words.push(name) && words)
    else if (!seen.has(member)) collect(openapi, resolve(openapi, member), seen.add(member), words)
  }
  return words
}

export const titleOf = (path, operation) => `${path} ${operation.summary}`.toLowerCase()

// By path: what its operation is called, and all that is written about it.
export const indexOf = (openapi) =>
  new Map(
    Object.entries(openapi.paths).map(([path, { post }]) => {
      const words = collect(openapi, post, new Set(), [path])
      return [path, { title: titleOf(path, post), text: words.join("\n").toLowerCase() }]
    }),
  )

// What both TypeScript clients need for the journey of the README: names that are new, and the mail of the resident.
const setting = (name: string): string => {
  const text = process.env[name]
  if (text === undefined) throw new Error(`${name} is not set`)
  return text
}

export const server = setting("SERVER")
export const origin = setting("ORIGIN")
export const administrator = { EmailAddress: setting("EMAIL"), Password: setting("PASSWORD") }
export const agent = { EmailAddress: setting("AGENT_EMAIL"), Password: setting("AGENT_PASSWORD") }
export const run = Date.now().toString(36)
export const resident = { EmailAddress: `sam.${run}@example.com`, Password: `correct-horse-${run}` }
export const venue = {
  VenueName: `Harbor ${run}`,
  AddressLine1: "1 Navy Pier",
  City: "Chicago",
  State: "IL",
  Country: "USA",
  PostalCode: "60611",
}
export const plan = { ServicePlanName: `Plan ${run}`, UploadKbps: 20000, DownloadKbps: 100000, ConcurrentDevices: 8 }

export const must = <T>(found: T | undefined, refusal: unknown): T => {
  if (found === undefined) throw new Error(JSON.stringify(refusal))
  return found
}

type Mail = { recipients: string[]; text: string }

export const readTemporaryPassword = async (): Promise<string> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails = (await (await fetch(new URL("/_local/mail", server))).json()) as Mail[]
    const mail = mails.find(({ recipients }) => recipients.includes(resident.EmailAddress))
    const password = mail?.text.match(/^ *([b-zB-Z2-9]{12}) *$/m)?.[1]
    if (password !== undefined) return password
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error("no mail has come")
}

export const report = (keys: object): void => {
  if (Object.keys(keys).length === 0) throw new Error("the resident has no key")
  console.log("the resident reads the key")
}

// Replaces what is shown when something new has come; what is open stays open, and what is typed stays typed.
const PAUSE = 1500

const update = async () => {
  const main = document.querySelector("main")
  const { version } = await (await fetch("/_local/version")).json()
  if (version === main.dataset.version) return
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html")
  const known = new Set([...main.querySelectorAll("details[id]")].map((each) => each.id))
  const open = new Set([...main.querySelectorAll("details[open]")].map((each) => each.id))
  const fresh = page.querySelector("main")
  for (const each of fresh.querySelectorAll("details[id]")) {
    if (known.has(each.id)) each.open = open.has(each.id)
    else each.classList.add("new")
  }
  main.replaceWith(document.adoptNode(fresh))
}

const follow = async () => {
  if (!document.hidden) await update().catch(() => {})
  setTimeout(follow, PAUSE)
}

document.addEventListener("change", (event) => event.target.form?.requestSubmit())
document.addEventListener("click", async (event) => {
  if (event.target.id !== "delete") return
  await fetch("/_local/mail", { method: "DELETE" })
  await update()
})
setTimeout(follow, PAUSE)

// The people of the demo data, and their tokens.

// Everybody, with their operator; by a key that stays the same after `make clean`.
export const listPeople = (demo) =>
  [...(demo.operators ?? []), ...(demo.provider ? [demo.provider] : [])].flatMap((operator) =>
    Object.entries(operator.users).map(([role, user]) => ({ key: user.EmailAddress, role, operator, ...user })),
  )

// The tokens of a person. Throws an Error with the message of the answer.
export const logIn = async (server, { operator, EmailAddress, Password }) => {
  const response = await fetch(`${server}/subscriberconsole/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Console-Origin": operator.origin },
    body: JSON.stringify({ EmailAddress, Password }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  return answer.AuthenticationResult
}

export const offerPeople = (select, people) => {
  for (const [operator, members] of Map.groupBy(people, (person) => person.operator)) {
    const group = document.createElement("optgroup")
    group.label = operator.origin
    group.append(...members.map((person) => new Option(`${person.role} (${person.EmailAddress})`, person.key)))
    select.append(group)
  }
}

export const offerConsoles = (list, people) => {
  for (const operator of new Set(people.map((person) => person.operator))) {
    list.append(new Option(operator.OperatorID, operator.origin))
  }
}

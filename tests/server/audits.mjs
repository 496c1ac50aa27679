// Runs the audits of graphql-http against the address given, and prints what each found, a line each.
import { serverAudits } from 'graphql-http'

for (const audit of serverAudits({ url: process.argv[2] })) {
  const { id, name, status, reason } = await audit.fn()
  console.log(JSON.stringify({ id, name, status, reason: reason ?? '' }))
}

// The query editor at /graphql: GraphiQL over the same address, with its workers from our own files.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { GraphiQL } from 'graphiql'
import 'graphiql/style.css'
import './editor.css'

const here = import.meta.url
const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' }

globalThis.MonacoEnvironment = {
  getWorker: (_, label) =>
    new Worker(new URL(workers[label] ?? 'editor.worker.js', here), { type: 'module' }),
}

const place = document.getElementById('graphiql')

async function fetcher(params) {
  const reply = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify(params),
  })
  return reply.json()
}

const defaultTabs = JSON.parse(place.dataset.examples).map((query) => ({ query }))

createRoot(place).render(createElement(GraphiQL, { fetcher, defaultTabs, shouldPersistHeaders: false }))

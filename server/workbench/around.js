// The picture on the page of a record: what stands around it, drawn as nodes that a click expands. It stands in
// the place of the server's own picture, which stays where there is no script or no answer.
import cytoscape from 'cytoscape'
import fcose from 'cytoscape-fcose'

cytoscape.use(fcose)

const NARROW = innerWidth < 600
const USUAL = NARROW ? 25 : 60
const MOST = 500 // nodes on the page
const round = (corners, turn = 0) =>
  Array.from({ length: corners }, (_, at) => (2 * Math.PI * at) / corners + turn)
    .flatMap((angle) => [Math.sin(angle), -Math.cos(angle)])
const SHAPES = { // a shape for each kind, so that colour is not needed; points within -1 and 1
  gene: round(24),
  biomarker: round(4),
  drug: round(6),
  regimen: round(8, Math.PI / 8),
  cancer: [-1, -0.75, 1, -0.75, 1, 0.75, -1, 0.75],
  statement: [-1, -0.7, 0.4, -0.7, 1, 0, 0.4, 0.7, -1, 0.7],
  proposition: [-0.5, -0.7, 1, -0.7, 0.5, 0.7, -1, 0.7],
  document: [-0.75, -1, 0.3, -1, 0.75, -0.5, 0.75, 1, -0.75, 1],
  source: round(5),
  trial: round(3),
  other: [-0.35, -1, 0.35, -1, 0.35, -0.35, 1, -0.35, 1, 0.35, 0.35, 0.35, 0.35, 1, -0.35, 1, -0.35, 0.35, -1,
    0.35, -1, -0.35, -0.35, -0.35],
}
const LINES = ['approved', 'supports', 'disputes', 'other', 'part']
const DASHES = { disputes: 'dashed', part: 'dotted' }
const STILL = matchMedia('(prefers-reduced-motion: reduce)').matches
const host = document.getElementById('around')

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const stage = element('div', { className: 'stage', tabIndex: 0 })
stage.setAttribute('role', 'application')
stage.setAttribute('aria-label', 'What stands around this record, as a picture')
stage.setAttribute('aria-describedby', 'around-keys')
const expandIt = element('button', { type: 'button', textContent: 'Expand' })
const openIt = element('a', { textContent: 'Open its page' })
const said = element('p', { className: 'said' })
said.setAttribute('role', 'status')
const tools = element('p', { className: 'buttons' })
const legend = element('ul', { className: 'legend' })
const keys = element('p', {
  id: 'around-keys',
  className: 'hint',
  textContent: 'A click on a node expands it. By keyboard: the arrows go to the next node, Page Up and Page Down through'
    + ' all in the order of their names, Enter expands, O opens the page, + and − and 0 zoom.',
})

let graph
let chosen
const expanded = new Set()

// --- what is drawn -------------------------------------------------------------------------------

const colour = (name) => getComputedStyle(host).getPropertyValue(`--${name}`).trim()

function style() {
  const ink = colour('ink')
  const page = colour('page')
  return [
    {
      selector: 'node',
      style: {
        label: 'data(label)', 'font-size': NARROW ? 17 : 11, color: ink, 'text-wrap': 'ellipsis', 'text-max-width': NARROW ? 170 : 130,
        'text-valign': 'bottom', 'text-margin-y': 3, 'min-zoomed-font-size': 7,
        'text-background-color': page, 'text-background-opacity': 0.8,
        width: 'data(size)', height: 'data(size)', 'border-width': 0,
      },
    },
    ...Object.entries(SHAPES).map(([kind, points]) => ({
      selector: `node[kind = "${kind}"]`,
      style: { shape: 'polygon', 'shape-polygon-points': points, 'background-color': colour(kind === 'other' ? 'record' : kind) },
    })),
    {
      selector: 'edge',
      style: { width: 'data(width)', 'curve-style': 'haystack', 'haystack-radius': 0.4, opacity: 0.7 },
    },
    ...LINES.map((kind) => ({
      selector: `edge[kind = "${kind}"]`,
      style: { 'line-color': colour(`line-${kind}`), 'line-style': DASHES[kind] ?? 'solid' },
    })),
    { selector: 'node.subject', style: { 'font-weight': 'bold', 'font-size': NARROW ? 19 : 13 } },
    { selector: '.faded', style: { opacity: 0.25 } },
    { selector: 'node.chosen', style: { 'border-width': 3, 'border-color': ink, opacity: 1, 'z-index': 9 } },
  ]
}

async function around(id, most = USUAL) {
  const reply = await fetch(`/workbench/around?id=${encodeURIComponent(id)}&most=${most}`)
  if (!reply.ok) throw new Error(reply.statusText)
  return reply.json()
}

// Adds what is told; the number of nodes that found no place is returned.
function add(told, from) {
  const fresh = told.nodes.filter((node) => graph.getElementById(node.id).empty())
  const taken = fresh.slice(0, MOST - graph.nodes().length)
  const at = from?.position() ?? { x: 0, y: 0 }
  graph.batch(() => {
    graph.add(taken.map((node, place) => ({
      group: 'nodes',
      data: { ...node, size: 18 + 5 * Math.log2(1 + node.statements) },
      position: { x: at.x + 60 * Math.cos(place), y: at.y + 60 * Math.sin(place) },
    })))
    for (const link of told.links) {
      const id = [link.source, link.target, link.kind, link.label].join(' ')
      const ends = [link.source, link.target].every((end) => graph.getElementById(end).nonempty())
      if (ends && graph.getElementById(id).empty()) {
        graph.add({ group: 'edges', data: { ...link, id, width: Math.min(6, 1 + link.count / 2) } })
      }
    }
  })
  return fresh.length - taken.length + told.left
}

// Old nodes keep their places, so that a person keeps theirs; a new picture takes the form of its place.
function arrange(kept) {
  const fixed = kept.map((node) => ({ nodeId: node.id(), position: { ...node.position() } }))
  const layout = graph.layout({
    name: 'fcose',
    randomize: fixed.length === 0,
    fixedNodeConstraint: fixed.length ? fixed : undefined,
    animate: false,
    fit: false,
    nodeDimensionsIncludeLabels: true,
    idealEdgeLength: 110,
    nodeRepulsion: 12000,
    nodeSeparation: 150,
    packComponents: false,
  })
  layout.one('layoutstop', () => {
    if (!fixed.length) {
      const { w, h } = graph.elements().boundingBox()
      const wide = Math.sqrt((graph.width() / graph.height()) / (w / h))
      graph.nodes().positions((node) => ({ x: node.position('x') * wide, y: node.position('y') / wide }))
    }
    if (STILL) fit()
    else graph.animate({ fit: { padding: 30 }, duration: 300 })
  })
  layout.run()
}

async function expand(node) {
  const id = node.id()
  if (expanded.has(id)) return
  expanded.add(id)
  const kept = graph.nodes()
  try {
    const left = add(await around(id), node)
    const count = graph.nodes().length - kept.length
    if (count) arrange(kept)
    tell(`${node.data('label')} is expanded: ${count} more drawn${left ? `, ${left} are not` : ''}.`)
  } catch {
    expanded.delete(id)
    tell('The server did not answer: try again.')
  }
  choose(node, false)
  drawLegend()
}

// --- what is said of it --------------------------------------------------------------------------

function tell(text) {
  said.textContent = text
}

function choose(node, aloud = true) {
  chosen = node
  const near = node.closedNeighborhood()
  graph.batch(() => {
    graph.elements().removeClass('chosen').addClass('faded')
    near.removeClass('faded')
    node.addClass('chosen')
  })
  openIt.href = `/id/${encodeURIComponent(node.id())}`
  openIt.setAttribute('aria-label', `Open its page: ${node.data('label')}`)
  expandIt.disabled = expanded.has(node.id())
  const { label, kind, statements } = node.data()
  const stated = statements ? `, ${statements} statement${statements === 1 ? '' : 's'} here` : ''
  if (aloud) tell(`${label}: ${kind}${stated}, ${near.nodes().length - 1} neighbours drawn.`)
  const { x1, y1, x2, y2 } = graph.extent()
  const { x, y } = node.position()
  if (x < x1 || x > x2 || y < y1 || y > y2) graph.center(node)
}

function drawLegend() {
  const kinds = Object.keys(SHAPES).filter((kind) => graph.nodes(`[kind = "${kind}"]`).nonempty())
  const lines = LINES.map((kind) => [kind, graph.edges(`[kind = "${kind}"]`)]).filter(([, drawn]) => drawn.nonempty())
  legend.replaceChildren(
    ...kinds.map((kind) => element('li', {}, mark(`kind-${kind}`, 'polygon', '-1.1 -1.1 2.2 2.2', { points: SHAPES[kind] }), kind)),
    ...lines.map(([kind, drawn]) => element('li', {}, mark(`line-${kind}`, 'path', '0 0 28 12', { d: 'M0 6h28' }),
      kind === 'part' ? 'made of, a kind of, refers to' : drawn.first().data('label'))),
  )
}

function mark(className, shape, viewBox, attributes) {
  const [svg, drawn] = ['svg', shape].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag))
  svg.setAttribute('viewBox', viewBox)
  svg.setAttribute('class', className)
  svg.setAttribute('aria-hidden', 'true')
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value)
  svg.append(drawn)
  return svg
}

// --- mouse, finger and keyboard ------------------------------------------------------------------

const zoom = (by) => graph.zoom({
  level: graph.zoom() * by,
  renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 },
})
const fit = () => graph.fit(undefined, 30)

// The nearest node that lies more in this direction than aside of it.
function towards(x, y) {
  const here = chosen.position()
  let best
  let least = Infinity
  graph.nodes().forEach((node) => {
    const to = { x: node.position('x') - here.x, y: node.position('y') - here.y }
    const along = to.x * x + to.y * y
    const aside = Math.abs(to.x * y) + Math.abs(to.y * x)
    if (along > 0 && along >= aside && along + 2 * aside < least) {
      least = along + 2 * aside
      best = node
    }
  })
  if (best) choose(best)
}

function next(step) {
  const names = graph.nodes().sort((a, b) => a.data('label').localeCompare(b.data('label')))
  const at = names.toArray().findIndex((node) => node.id() === chosen.id())
  choose(names[(at + step + names.length) % names.length])
}

const KEYS = {
  ArrowLeft: () => towards(-1, 0),
  ArrowRight: () => towards(1, 0),
  ArrowUp: () => towards(0, -1),
  ArrowDown: () => towards(0, 1),
  PageDown: () => next(1),
  PageUp: () => next(-1),
  Enter: () => expand(chosen),
  ' ': () => expand(chosen),
  o: () => openIt.click(),
  '+': () => zoom(1.25),
  '-': () => zoom(0.8),
  0: fit,
}

stage.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return
  event.preventDefault()
  KEYS[event.key]()
})
// A mouse's wheel scrolls the page; two fingers zoom the picture.
stage.addEventListener('pointerdown', (event) => graph.userZoomingEnabled(event.pointerType === 'touch'), true)
expandIt.addEventListener('click', () => expand(chosen))

function button(label, act) {
  const made = element('button', { type: 'button', textContent: label, className: 'quiet' })
  made.addEventListener('click', act)
  return made
}

async function start() {
  const told = await around(host.dataset.id)
  host.hidden = false
  host.append(stage, tools, said, legend, keys)
  graph = cytoscape({
    container: stage, style: style(), userZoomingEnabled: false, minZoom: 0.1, maxZoom: 3, boxSelectionEnabled: false,
    autounselectify: true,
  })
  const left = add(told)
  const subject = graph.getElementById(host.dataset.id)
  subject.addClass('subject')
  expanded.add(subject.id())
  tools.append(expandIt, openIt, button('Zoom in', () => zoom(1.25)), button('Zoom out', () => zoom(0.8)),
    button('Show all', fit))
  if (left) {
    const all = button(`Draw ${Math.min(left, MOST - told.nodes.length)} more`, async () => {
      all.remove()
      const more = add(await around(subject.id(), MOST), subject)
      arrange(graph.collection())
      tell(`${graph.nodes().length} nodes drawn${more ? `; ${more} more are not` : ''}.`)
      drawLegend()
    })
    tools.append(all)
  }
  graph.on('tap', 'node', (event) => {
    choose(event.target)
    expand(event.target)
  })
  arrange(graph.collection())
  choose(subject, false)
  graph.elements().removeClass('faded')
  tell(`${graph.nodes().length} nodes, ${graph.edges().length} links${left ? `; ${left} more neighbours are not drawn` : ''}.`)
  drawLegend()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => graph.style(style()))
  host.nextElementSibling?.matches('figure.picture') && (host.nextElementSibling.hidden = true)
  host.dataset.ready = 'yes'
}

start().catch(() => { host.hidden = true })

// A query's result as a picture: addresses are nodes, joined as the rows join them. It moves and zooms by mouse and
// by keyboard; a click or Enter on a node leads to its page. The table beside it says the same.
import cytoscape from 'cytoscape'
import fcose from 'cytoscape-fcose'

cytoscape.use(fcose)

const STEP = 60 // pixels
const MOVES = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }

// nodes: [{id, label}], links: [{source, target, label}]; open(id) leads to the page of a node.
export function draw(place, nodes, links, open) {
  const colour = (name) => getComputedStyle(place).getPropertyValue(`--${name}`).trim()
  const graph = cytoscape({
    container: place,
    elements: [
      ...nodes.map((data) => ({ group: 'nodes', data })),
      ...links.map((data, at) => ({ group: 'edges', data: { ...data, id: `link ${at}` } })),
    ],
    style: [
      {
        selector: 'node',
        style: {
          label: 'data(label)', color: colour('ink'), 'background-color': colour('accent'), 'font-size': 14, width: 16,
          height: 16, 'text-valign': 'bottom', 'text-margin-y': 3, 'text-wrap': 'ellipsis', 'text-max-width': 150,
          'text-background-color': colour('page'), 'text-background-opacity': 0.8, 'min-zoomed-font-size': 5,
        },
      },
      {
        selector: 'edge',
        style: {
          label: 'data(label)', 'font-size': 11, color: colour('ink'), 'line-color': colour('soft'), width: 1.5,
          'target-arrow-shape': 'triangle', 'target-arrow-color': colour('soft'), 'curve-style': 'bezier',
          'text-rotation': 'autorotate', 'text-background-color': colour('page'), 'text-background-opacity': 0.8,
          'min-zoomed-font-size': 8,
        },
      },
      { selector: 'node.chosen', style: { 'border-width': 3, 'border-color': colour('ink') } },
    ],
    layout: { name: 'fcose', animate: false, nodeDimensionsIncludeLabels: true, idealEdgeLength: 120, nodeRepulsion: 9000 },
  })
  const ordered = graph.nodes().sort((a, b) => a.data('label').localeCompare(b.data('label')))
  let at = -1
  const choose = (next) => {
    at = (next + ordered.length) % ordered.length
    graph.nodes().removeClass('chosen')
    graph.center(ordered[at].addClass('chosen'))
    return ordered[at].data('label')
  }
  graph.on('tap', 'node', (event) => open(event.target.id()))
  return (key) => { // what a key did, in words; undefined for a key that does nothing here
    if (MOVES[key]) graph.panBy({ x: MOVES[key][0], y: MOVES[key][1] })
    else if (key === '+' || key === '-') graph.zoom(graph.zoom() * (key === '+' ? 1.25 : 0.8))
    else if (key === '0') graph.fit(undefined, 20)
    else if (key === 'PageDown') return choose(at + 1)
    else if (key === 'PageUp') return choose(at - 1)
    else if (key === 'Enter' && at >= 0) open(ordered[at].id())
    else return undefined
    return ''
  }
}

import { type EdgeConfig, Graph, type GraphLabel, layout, type NodeConfig } from '@dagrejs/dagre'
import type { AnyStateMachine, AnyStateNode } from 'xstate'

/** A statechart as a graph of its top states, with everything that leads from one to another. */
export interface RoleGraph {
  readonly states: readonly RoleGraphState[]
  readonly steps: readonly RoleGraphStep[]
}

export interface RoleGraphState {
  readonly name: string
  /** What a state is made of, if it is made of states. */
  readonly within: readonly string[]
}

export interface RoleGraphStep {
  readonly from: string
  readonly to: string
  readonly events: readonly string[]
}

/** The machine's own states and transitions: nothing is added, and what stays within one top state is left out. */
export function roleGraph(machine: AnyStateMachine): RoleGraph {
  const tops = Object.values(machine.root.states)
  const events = new Map<string, Set<string>>()
  for (const state of tops)
    for (const { event, target } of transitionsWithin(state)) {
      const to = topOf(target)
      if (to === state.key) continue
      const step = `${state.key} ${to}`
      events.set(step, (events.get(step) ?? new Set()).add(event))
    }
  return {
    states: tops.map(({ key, states }) => ({ name: key, within: Object.keys(states) })),
    steps: [...events].map(([step, names]) => {
      const [from = '', to = ''] = step.split(' ')
      return { from, to, events: [...names] }
    }),
  }
}

function transitionsWithin(state: AnyStateNode): readonly { readonly event: string; readonly target: AnyStateNode }[] {
  const own = Object.entries(state.on).flatMap(([event, transitions]) =>
    transitions.flatMap(({ target }) => (target ?? []).map((reached) => ({ event, target: reached }))),
  )
  return [...own, ...Object.values(state.states).flatMap(transitionsWithin)]
}

function topOf(state: AnyStateNode): string {
  let top = state
  while (top.parent?.parent !== undefined) top = top.parent
  return top.key
}

export interface PlacedRoleGraph {
  readonly width: number
  readonly height: number
  readonly states: readonly (RoleGraphState & Box)[]
  readonly steps: readonly (RoleGraphStep & { readonly points: readonly Point[] })[]
}

interface Point {
  readonly x: number
  readonly y: number
}

interface Box {
  /** Its centre. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const STATE_HEIGHT = 22
/** A state that shows the states within. */
const COMPOUND_HEIGHT = 36
const CHARACTER_WIDTH = 6.2
const STATE_PADDING = 18
/** Of a line and its arrow about a point. */
const STROKE_ROOM = 4

/** Layered from top to bottom, by the longest way from the initial state. */
export function placeRoleGraph(graph: RoleGraph): PlacedRoleGraph {
  const placing = new Graph<GraphLabel, NodeConfig & Partial<Point>, EdgeConfig & { readonly points?: readonly Point[] }>()
  placing.setGraph({ rankdir: 'TB', nodesep: 14, ranksep: 15, edgesep: 8, marginx: 2, marginy: 2 })
  for (const { name, within } of graph.states)
    placing.setNode(name, {
      width: name.length * CHARACTER_WIDTH + STATE_PADDING,
      height: within.length > 0 ? COMPOUND_HEIGHT : STATE_HEIGHT,
    })
  for (const { from, to } of graph.steps) placing.setEdge(from, to, {})
  layout(placing)
  const { width = 0, height = 0 } = placing.graph()
  const bends = graph.steps.flatMap(({ from, to }) => placing.edge(from, to).points ?? [])
  return {
    // A step may swing out further than any state.
    width: Math.max(width, ...bends.map(({ x }) => x + STROKE_ROOM)),
    height: Math.max(height, ...bends.map(({ y }) => y + STROKE_ROOM)),
    states: graph.states.map((state) => {
      const { x = 0, y = 0, width: stateWidth = 0, height: stateHeight = 0 } = placing.node(state.name)
      return { ...state, x, y, width: stateWidth, height: stateHeight }
    }),
    steps: graph.steps.map((step) => ({ ...step, points: placing.edge(step.from, step.to).points ?? [] })),
  }
}

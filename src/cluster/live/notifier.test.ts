import { describe, expect, it } from 'vitest'
import { Notifier } from './notifier.ts'

function drawn() {
  const frames: (() => void)[] = []
  const notifier = new Notifier((callback) => frames.push(callback))
  const draw = () => {
    for (const callback of frames.splice(0)) callback()
  }
  return { notifier, draw }
}

describe('subscribers', () => {
  it('are told once for all the changes of one animation frame', () => {
    const { notifier, draw } = drawn()
    let told = 0
    notifier.subscribe(() => told++)
    notifier.changed()
    notifier.changed()
    expect(told).toBe(0)
    draw()
    expect(told).toBe(1)
    expect(notifier.revision).toBe(2)
    notifier.changed()
    draw()
    expect(told).toBe(2)
  })

  it('are told though one before them throws, and what it threw is not lost', () => {
    const { notifier, draw } = drawn()
    let told = 0
    notifier.subscribe(() => {
      throw new Error('mine')
    })
    notifier.subscribe(() => told++)
    notifier.changed()
    expect(draw).toThrow('a subscriber threw')
    expect(told).toBe(1)
  })

  it('are told nothing once they have left', () => {
    const { notifier, draw } = drawn()
    let told = 0
    const listener = () => told++
    const leave = notifier.subscribe(listener)
    notifier.subscribe(listener)
    notifier.changed()
    leave()
    draw()
    expect(told).toBe(1)
  })
})

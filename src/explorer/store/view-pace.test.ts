import { describe, expect, it } from 'vitest'
import { type Drawing, ViewPace } from './view-pace.ts'

/** A page that notes when it is drawn, and takes as long as it is told to. */
function paced() {
  let now = 0
  let timer: { readonly at: number; readonly call: () => void } | null = null
  const drawnAt: number[] = []
  const page = { news: 'begun' as Drawing }
  const pace = new ViewPace({
    draw: () => {
      if (page.news === 'begun') drawnAt.push(now)
      return page.news
    },
    nowMillis: () => now,
    after: (millis, call) => {
      timer = { at: now + millis, call }
      return () => {
        timer = null
      }
    },
  })
  const pass = (millis: number) => {
    now += millis
    if (timer === null || timer.at > now) return
    const { call } = timer
    timer = null
    call()
  }
  return { page, pace, drawnAt, pass }
}

describe('ViewPace', () => {
  it('draws the first change at once, those that follow when they can be read, and the last of them always', () => {
    const { pace, drawnAt, pass } = paced()
    pace.changed()
    pace.shown()
    for (let change = 0; change < 10; change++) {
      pass(5)
      pace.changed()
    }
    pass(5)
    expect(drawnAt).toEqual([0])
    pass(5)
    expect(drawnAt).toEqual([0, 60])
    pace.shown()
    pass(500)
    expect(drawnAt).toEqual([0, 60])
  })

  it('begins nothing before what was begun is shown, and then shows what came meanwhile', () => {
    const { pace, drawnAt, pass } = paced()
    pace.changed()
    pass(400)
    pace.changed()
    expect(drawnAt).toEqual([0])
    pace.shown()
    pass(299)
    expect(drawnAt).toEqual([0])
    pass(1)
    expect(drawnAt).toEqual([0, 700])
  })

  it('rests the longer the longer a drawing took, up to a limit', () => {
    const { pace, drawnAt, pass } = paced()
    pace.changed()
    pass(100)
    pace.shown()
    pace.changed()
    pass(199)
    expect(drawnAt).toEqual([0])
    pass(1)
    expect(drawnAt).toEqual([0, 300])
  })

  it('waits for no drawing that there was nothing to begin for', () => {
    const { page, pace, drawnAt, pass } = paced()
    page.news = 'nothingNew'
    pace.changed()
    page.news = 'begun'
    pass(1)
    pace.changed()
    expect(drawnAt).toEqual([1])
  })

  it('draws nothing once it is stopped', () => {
    const { pace, drawnAt, pass } = paced()
    pace.changed()
    pace.shown()
    pace.changed()
    pace.stop()
    pass(1000)
    expect(drawnAt).toEqual([0])
  })
})

import { expect, it } from 'vitest'
import { PartBoundary } from '../../renderer/PartBoundary'

const dialogs = 'the dialogs'

/** A boundary around dialogs, driven as React does. */
function makeBoundary() {
  const broken: string[] = []
  const onBroken = () => void broken.push('broken')
  const boundary = new PartBoundary({ children: dialogs, onBroken })
  const show = (shown: string | null) => {
    boundary.state = PartBoundary.getDerivedStateFromProps({ children: dialogs, onBroken, shown }, boundary.state)
  }
  boundary.setState = (next) => void Object.assign(boundary.state, next)
  return {
    broken,
    show,
    drawn: () => boundary.render(),
    fail() {
      Object.assign(boundary.state, PartBoundary.getDerivedStateFromError())
      show(boundary.state.shown)
      boundary.componentDidCatch()
    },
  }
}

it('[W191] dialogs that break are left out until one is asked for again, so that none breaks over and over', () => {
  const { broken, drawn, fail, show } = makeBoundary()
  expect(drawn()).toBe(dialogs)
  fail()
  expect([drawn(), broken.length]).toEqual([null, 1])
  show('settings')
  expect(drawn()).toBe(dialogs)
  fail()
  expect([drawn(), broken.length]).toEqual([null, 2])
  show(null)
  expect(drawn()).toBe(null)
  show('settings')
  expect(drawn()).toBe(dialogs)
})

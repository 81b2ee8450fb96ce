import { createElement, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Select } from '../../../renderer/ui/Select'

const options = ['Reflection', 'Dream', 'Gratitude'].map((label) => ({ id: label, label }))

function Kind() {
  const [value, onChange] = useState('Reflection')
  return createElement(Select, { label: 'Kind', options, value, onChange })
}

createRoot(document.body).render(createElement(Kind))

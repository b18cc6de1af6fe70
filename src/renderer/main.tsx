// First: schemas look at this as they are made.
// oxlint-disable-next-line import/no-unassigned-import
import '#shared/without-eval.ts'
import '@mantine/core/styles.css'
import './window.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has lost its root element')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

import { createRoot } from 'react-dom/client'
import './style.css'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
createRoot(root).render(<App />)
// Without it the app works with a network, and says when there is none.
navigator.serviceWorker?.register('/app/service-worker.js', { scope: '/app/' }).catch(() => undefined)

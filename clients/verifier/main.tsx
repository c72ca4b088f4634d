import { createRoot } from 'react-dom/client'
import './style.css'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
createRoot(root).render(<App />)
// Without it the page works as long as there is a network.
navigator.serviceWorker?.register('/verifier/service-worker.js', { scope: '/verifier/' }).catch(() => undefined)

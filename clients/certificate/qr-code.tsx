import Button from '@helsenorge/designsystem-react/components/Button'
import Icon from '@helsenorge/designsystem-react/components/Icon'
import EnterFullScreen from '@helsenorge/designsystem-react/components/Icons/EnterFullScreen'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../language/words.tsx'
import styles from './certificate.module.css'
import { texts } from './texts.ts'

/** About this many pixels a side: a phone reads it off a screen at arm's length, and it fits on a phone. */
const usualSide = 288

type QrCodeProps = {
  /** An SVG document. */
  readonly svg: string
  /** What it is a code of. */
  readonly what: string
}

/** A QR code, and on demand as large as the screen. */
export function QrCode({ svg, what }: QrCodeProps) {
  const { say, plain } = useWords()
  const [isLarge, setLarge] = useState(false)
  const modules = modulesOf(svg)
  const label = plain(texts.qrFor, { what })
  const side = modules * toPixels(usualSide / modules, Math.round)
  return (
    <div className={styles.qr}>
      <img src={toAddress(svg)} alt={label} width={side} height={side} />
      <Button variant="borderless" onClick={() => setLarge(true)} aria-label={`${plain(texts.enlarge)}: ${what}`}>
        <Icon svgIcon={EnterFullScreen} />
        {say(texts.enlarge)}
      </Button>
      {isLarge && <LargeCode svg={svg} modules={modules} label={label} close={() => setLarge(false)} />}
    </div>
  )
}

type LargeCodeProps = {
  readonly svg: string
  readonly modules: number
  readonly label: string
  readonly close: () => void
}

/** A modal dialog keeps focus inside and gives it back by itself; Escape closes it. The screen stays lit meanwhile. */
function LargeCode({ svg, modules, label, close }: LargeCodeProps) {
  const { say } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const side = useLargestSide(modules)
  useEffect(() => dialog.current?.showModal(), [])
  useLitScreen()
  return (
    <dialog ref={dialog} className={styles.large} aria-label={label} onClose={close}>
      <img src={toAddress(svg)} alt={label} width={side} height={side} />
      <Button variant="outline" onClick={() => dialog.current?.close()}>
        {say(texts.close)}
      </Button>
    </dialog>
  )
}

/** The button below the code needs this much. */
const roomForButton = 80
const margin = 16

function useLargestSide(modules: number): number {
  const measure = () => {
    const room = Math.min(window.innerWidth - 2 * margin, window.innerHeight - roomForButton - 2 * margin)
    return modules * toPixels(room / modules, Math.floor)
  }
  const [side, setSide] = useState(measure)
  useEffect(() => {
    const follow = () => setSide(measure())
    window.addEventListener('resize', follow)
    return () => window.removeEventListener('resize', follow)
  })
  return side
}

/** Not every browser can, and a phone that saves power says no: the code is shown all the same. */
function useLitScreen(): void {
  useEffect(() => {
    const lock = navigator.wakeLock?.request('screen').catch(() => undefined)
    return () => void lock?.then(held => held?.release())
  }, [])
}

/** A module is a whole number of the screen's pixels: an edge between two is drawn grey, which scanners stumble on. */
function toPixels(side: number, round: (pixels: number) => number): number {
  return Math.max(1, round(side * window.devicePixelRatio)) / window.devicePixelRatio
}

const modulesOf = (svg: string): number => Number(/viewBox="\S+ \S+ (\d+) \1"/.exec(svg)?.[1] ?? usualSide)

const toAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`

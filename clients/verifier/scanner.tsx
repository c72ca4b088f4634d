import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '../language/words.tsx'
import { readPicture, scanWithCamera } from './scan.ts'
import { texts } from './texts.ts'

type Trouble = 'noCamera' | 'noCode'

/** The text of a QR code, through the camera or out of a picture. Pictures stay on the device. */
export function Scanner({ found }: { readonly found: (text: string) => void }) {
  const { say } = useWords()
  const [isLooking, setLooking] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const look = () => {
    setTrouble(undefined)
    setLooking(true)
  }
  const fail = () => {
    setLooking(false)
    setTrouble('noCamera')
  }
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? []
    // The same picture may be chosen again.
    target.value = ''
    const text = file && (await readPicture(file))
    if (text) found(text)
    else setTrouble('noCode')
  }
  return (
    <section className="scanner">
      {isLooking ? (
        <Camera found={found} fail={fail} stop={() => setLooking(false)} />
      ) : (
        <button type="button" onClick={look}>
          {say(texts.scan)}
        </button>
      )}
      <label className="picture">
        <input type="file" accept="image/*" className="unseen" onChange={choose} />
        <span>{say(texts.choosePicture)}</span>
      </label>
      <p role="alert">{trouble && say(texts[trouble])}</p>
    </section>
  )
}

type CameraProps = { readonly found: (text: string) => void; readonly fail: () => void; readonly stop: () => void }

function Camera({ found, fail, stop }: CameraProps) {
  const { say, plain } = useWords()
  const video = useRef<HTMLVideoElement>(null)
  // The camera is started once, whatever is handed in anew with each drawing of the page.
  const handlers = useRef({ found, fail })
  handlers.current = { found, fail }
  useEffect(() => {
    const player = video.current
    if (!player) return
    let isOver = false
    let end = () => {}
    const seen = (text: string) => {
      if (isOver) return
      isOver = true
      end()
      handlers.current.found(text)
    }
    scanWithCamera(player, seen).then(
      close => {
        end = close
        if (isOver) close()
      },
      () => !isOver && handlers.current.fail(),
    )
    return () => {
      isOver = true
      end()
    }
  }, [])
  return (
    <>
      <video ref={video} playsInline muted aria-label={plain(texts.cameraView)} />
      <p role="status">{say(texts.looking)}</p>
      <button type="button" className="quiet" onClick={stop}>
        {say(texts.stop)}
      </button>
    </>
  )
}

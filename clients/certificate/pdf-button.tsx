import Button from '@helsenorge/designsystem-react/components/Button'
import Icon from '@helsenorge/designsystem-react/components/Icon'
import PdfFile from '@helsenorge/designsystem-react/components/Icons/PdfFile'
import { useState } from 'react'
import { CertificatePdfDocument, type PdfLinksFragment } from '../../schema/generated/graphql.ts'
import { ask } from '../graph/ask.ts'
import { useWords } from '../language/words.tsx'
import { personIn, useWhom, variablesFor } from '../whom/whom.ts'
import styles from './certificate.module.css'
import { texts } from './texts.ts'

type Kind = 'VACCINATION' | 'TEST' | 'RECOVERY'

/** A link to a PDF is good for one fetch within minutes, so it is asked for when somebody wants it. */
export function PdfButton({ kind, uvci }: { readonly kind: Kind; readonly uvci: string }) {
  const { say, language, plain } = useWords()
  const whom = useWhom()
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle')

  async function download(): Promise<void> {
    // A button that was disabled meanwhile would lose the focus.
    if (state === 'asking') return
    setState('asking')
    const wanted = { vaccination: kind === 'VACCINATION', test: kind === 'TEST', recovery: kind === 'RECOVERY' }
    const variables = { ...variablesFor(whom), ...wanted }
    const answer = await ask(CertificatePdfDocument, variables, { language }).catch(() => undefined)
    const person = answer?.data && personIn<PdfLinksFragment>(answer.data, whom)
    const address = person && linkOf(person, uvci)
    setState(address ? 'idle' : 'failed')
    if (address) location.assign(address)
  }

  return (
    <div className={styles.action}>
      <Button
        variant="outline"
        onClick={() => void download()}
        aria-label={`${plain(texts.pdf)}: ${plain(texts[kind])}`}
      >
        <Icon svgIcon={PdfFile} />
        {say(texts.pdf)}
      </Button>
      <p role="status">{state === 'asking' ? say(texts.pdfFetching) : state === 'failed' && say(texts.pdfFailed)}</p>
    </div>
  )
}

/** Of several tests the one that the button belongs to: certificates keep their id. */
function linkOf(person: PdfLinksFragment, wanted: string): string | undefined {
  const { vaccinationCertificate, recoveryCertificate, testCertificates } = person
  const answers = [vaccinationCertificate, recoveryCertificate, ...(testCertificates ?? [])]
  for (const answer of answers) {
    if (answer && 'uvci' in answer && answer.uvci === wanted) return answer.pdf?.url
  }
  return undefined
}

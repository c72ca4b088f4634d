import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LRUCache } from 'lru-cache'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'
import { readBody } from '../../../clients/web/server/body.ts'
import type { PersonnelPersona } from '../../personnel/personnel.ts'
import { workScopes } from '../../personnel/scopes.ts'
import { html } from '../../start-page/html.ts'
import { chooseLanguage, type Language } from '../../start-page/language.ts'
import { sendPage } from '../../start-page/page.ts'
import { forgetWhoever } from '../interaction.ts'
import { frame, noticePage } from '../pages.ts'
import { texts } from '../texts.ts'
import { networks, securityLevels } from '../work-names.ts'
import { type WorkSignIn, workSubjectOf } from './configuration.ts'

const largestFormBytes = 4_096

export type WorkInteractionParts = {
  readonly provider: Provider
  readonly personnel: readonly PersonnelPersona[]
  readonly audience: string
  readonly signInOfGrant: LRUCache<string, WorkSignIn>
}

/** The page where somebody at work is chosen, and its form. */
export function createWorkInteraction(parts: WorkInteractionParts) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const language = chooseLanguage([url.searchParams.get('lang')], request.headers['accept-language'])
    try {
      const { params, session } = await parts.provider.interactionDetails(request, response)
      const target = new URL(String(params.redirect_uri)).origin
      if (request.method !== 'POST') return show(parts, response, { language, path: url.pathname, target })
      const form = new URLSearchParams((await readBody(request, largestFormBytes))?.toString('utf8'))
      if (form.has('cancel')) {
        const refusal = { error: 'access_denied', error_description: 'the person cancelled' }
        return parts.provider.interactionFinished(request, response, refusal)
      }
      const chosen = readForm(form, parts.personnel)
      if (!chosen) return show(parts, response, { language, path: url.pathname, target, isWrong: true })
      const { persona, signIn } = chosen
      const grantId = await grant(parts, {
        persona,
        signIn,
        clientId: String(params.client_id),
        scope: String(params.scope),
      })
      const result = { login: { accountId: workSubjectOf(persona), remember: false }, consent: { grantId } }
      const location = await parts.provider.interactionResult(request, response, result)
      await forgetWhoever(parts.provider, session?.uid)
      response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error
      sendPage(response, 400, noticePage(language, url.pathname, 'expired'))
    }
  }
}

function readForm(form: URLSearchParams, personnel: readonly PersonnelPersona[]) {
  const persona = personnel.find(({ name }) => name === form.get('persona'))
  const securityLevel = securityLevels.find(level => level === (form.get('level') ?? '4'))
  const network = networks.find(name => name === (form.get('network') ?? 'helsenett'))
  return persona && securityLevel && network ? { persona, signIn: { securityLevel, network } } : undefined
}

/** Scopes that mean nothing here are not granted. */
async function grant(
  { provider, audience, signInOfGrant }: WorkInteractionParts,
  wanted: { persona: PersonnelPersona; signIn: WorkSignIn; clientId: string; scope: string },
): Promise<string> {
  const { persona, signIn, clientId, scope } = wanted
  const given = new provider.Grant({ accountId: workSubjectOf(persona), clientId })
  given.addOIDCScope('openid profile')
  const scopes = scope.split(' ').filter(name => workScopes.includes(name))
  if (scopes.length > 0) given.addResourceScope(audience, scopes.join(' '))
  const grantId = await given.save()
  signInOfGrant.set(grantId, signIn)
  return grantId
}

type Shown = { language: Language; path: string; target: string; isWrong?: boolean }

function show({ personnel }: WorkInteractionParts, response: ServerResponse, shown: Shown): void {
  const { language, path, target, isWrong = false } = shown
  const choice = (name: string, value: '3' | '4' | 'helsenett' | 'internett', isFirst: boolean) =>
    html`<label class="choice"><input type="radio" name="${name}" value="${value}"${isFirst && html` checked`}> ${texts[value][language]}</label>
`
  const page = frame(
    language,
    path,
    texts.title[language],
    html`<h1>${texts.title[language]}</h1>
<p>${texts.workIntro[language]}</p>
${isWrong && html`<p class="problem" role="alert">${texts.unknownPersona[language]}</p>`}
<form method="post" action="${path}?lang=${language}">
<fieldset><legend>${texts.level[language]}</legend>
${securityLevels.map((level, index) => choice('level', level, index === 0))}</fieldset>
<fieldset><legend>${texts.network[language]}</legend>
${networks.map((network, index) => choice('network', network, index === 0))}</fieldset>
<h2>${texts.people[language]}</h2>
<ul class="people">${personnel.map(
      ({ name, fullName, shows }) => html`
<li><button class="person" name="persona" value="${name}"><strong>${fullName}</strong> <span>${shows[language]}</span></button></li>`,
    )}
</ul>
<p><button class="quiet" name="cancel" value="true">${texts.cancel[language]}</button></p>
</form>`,
  )
  sendPage(response, isWrong ? 400 : 200, page, { formTargets: [target] })
}

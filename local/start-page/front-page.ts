import { localIssuer } from '../identity-provider/address.ts'
import type { Persona } from '../population/persona.ts'
import { html } from './html.ts'
import { show, textsFor, type Visit } from './visit.ts'

export type FrontPageParts = {
  readonly personas: readonly Persona[]
  readonly graphUrl: string
  readonly issuer: string
}

/** What this is, who one can be, and where to ask. */
export function showFrontPage(visit: Visit, { personas, graphUrl, issuer }: FrontPageParts): void {
  const { language, token } = visit
  const text = textsFor(language)
  const [first] = personas
  // The command finds the usual address by itself.
  const elsewhere = issuer === localIssuer(undefined) ? '' : ` --issuer ${issuer}`
  const command = `TOKEN=$(npm run --silent token -- ${first?.name ?? 'NAME'}${elsewhere})
curl ${graphUrl} \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"query":"{ me { name { full } birthDate } }"}'`
  show(
    visit,
    text('startTitle'),
    html`<h1>${text('startTitle')}</h1>
<p class="lead">${text('startIntro')}</p>
<p>${text('startLocal')}</p>
<p class="actions">${
      token === undefined
        ? html`<a class="button" href="/web/sign-in?then=/web/certificates">${text('signInAndSee')}</a>`
        : html`<a class="button" href="/web/certificates">${text('seeCertificates')}</a>`
    } <a href="/web/">${text('webLink')}</a> <a href="/app/">${text('appLink')}</a>
<a href="/verifier/">${text('verifierLink')}</a></p>

<h2>${text('peopleTitle')}</h2>
<ul class="plain persons">${personas.map(
      ({ name, fullName, shows }) => html`
<li><strong>${fullName}</strong> <code>${name}</code> <span>${shows[language]}</span></li>`,
    )}
</ul>

<h2>${text('askTitle')}</h2>
<ul>
<li><a href="/graphiql">${text('graphiqlLink')}</a>: ${text('graphiqlAbout')}</li>
<li><a href="/docs/" hreflang="en">${text('docsLink')}</a>: ${text('docsAbout')}</li>
<li><a href="/schema.graphql">${text('schemaLink')}</a>: ${text('schemaAbout')}</li>
</ul>
<p id="terminal">${text('terminal')}</p>
<pre tabindex="0" role="region" aria-labelledby="terminal"><code>${command}</code></pre>

<h2>${text('factsTitle')}</h2>
<dl>
<div><dt>${text('factGraph')}</dt><dd><code>${graphUrl}</code></dd></div>
<div><dt>${text('factIssuer')}</dt><dd><code>${issuer}</code></dd></div>
</dl>`,
  )
}

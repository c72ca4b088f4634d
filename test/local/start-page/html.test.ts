import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html } from '../../../local/start-page/html.ts'

test('everything filled in is escaped, in text and in attributes', () => {
  const attack = `"'><script>alert(1)</script>&lt;`
  expect(html`<p title="${attack}">${attack}</p>`.text).toBe(
    '<p title="&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;">' +
      '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;</p>',
  )
})

test('no text can open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(html`${text}`.text).not.toMatch(/[<>"']/)
    }),
  )
})

test('markup of our own is kept, alone and in lists; what is absent leaves nothing', () => {
  expect(html`<ul>${['<a>', 'b'].map(each => html`<li>${each}</li>`)}${false}${undefined}${null}${0}</ul>`.text).toBe(
    '<ul><li>&lt;a&gt;</li><li>b</li>0</ul>',
  )
})

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for between tags and within quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => entities[character] ?? '')

/** A place on a page, by its heading, as links in our texts name it. */
export const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

/** A table that is wider than a phone is moved sideways, with a keyboard as well. */
export const scrollable = (label: string, table: string): string =>
  `<div class="table" role="region" tabindex="0" aria-label="${escapeHtml(label)}">${table}</div>`

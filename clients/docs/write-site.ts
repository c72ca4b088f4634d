import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { framePage } from './frame.ts'
import { parts, sitePages } from './site.ts'

/** Writes the documentation as files, beside the pages of the other clients. */
export function writeSite(project: string, folder: string): void {
  for (const page of sitePages(project)) {
    const place = join(folder, page.path)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'index.html'), framePage(page, parts))
  }
  copyFileSync(join(import.meta.dirname, 'style.css'), join(folder, 'style.css'))
}

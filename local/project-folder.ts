import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'

/** The project's own folder, whether this runs from source or compiled. */
export const projectFolder = dirname(findPackageJSON(import.meta.url) ?? '.')

export const inProject = (path: string) => join(projectFolder, path)

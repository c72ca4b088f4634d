import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BusinessRule, readBusinessRule } from './business-rule.ts'

/**
 * The rules of any countries from a folder: every `.json` file below it that holds one rule, or a list of them, as
 * countries exchange them. Other JSON (tests of rules, value sets) is no rule and is passed over by having no `Logic`.
 * @throws RangeError when something that has a `Logic` is no rule; the message has the file's name
 */
export async function readRuleFolder(folder: string): Promise<readonly BusinessRule[]> {
  const names = await readdir(folder, { recursive: true })
  const files = names.filter(name => name.endsWith('.json')).sort()
  return (await Promise.all(files.map(name => readRuleFile(join(folder, name))))).flat()
}

async function readRuleFile(file: string): Promise<readonly BusinessRule[]> {
  // Some of these files begin with a byte order mark, which JSON does not have.
  const content: unknown = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  const listed: readonly unknown[] = Array.isArray(content) ? content : [content]
  try {
    return listed.filter(hasLogic).map(rule => readBusinessRule(rule))
  } catch (cause) {
    throw new RangeError(`${file}: ${(cause as Error).message}`, { cause })
  }
}

const hasLogic = (value: unknown): boolean => typeof value === 'object' && value !== null && 'Logic' in value

import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../../kernel/context.ts'
import type { SampleResult } from '../domain/test-result.ts'
import type { TestLoaders } from '../loaders.ts'
import { PersonStub } from '../schema/person.ts'
import { TestResult } from '../schema/test-result.ts'

@Resolver(() => PersonStub)
export class PersonTestResults {
  @FieldResolver(() => [TestResult], {
    nullable: true,
    description:
      'Results of tests for COVID-19, one for each sample, the newest sample first. Empty when there is none.',
  })
  async testResults(
    @Root() person: PersonStub,
    @Ctx() context: Context<unknown, TestLoaders>,
  ): Promise<readonly TestResult[]> {
    const { identifiers } = await context.open(person.grant, 'tests')
    return (await context.loaders.results.load(identifiers)).map(toTestResult)
  }
}

function toTestResult(result: SampleResult): TestResult {
  const { sample, sampledAt, sampleTaker } = result
  return { ...result, id: sample, isSampleTimeKnown: sampledAt !== null, performer: sampleTaker }
}

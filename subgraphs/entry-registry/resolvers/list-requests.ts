import type { ListRequest } from '../lists/ask-list.ts'
import type { PageArgs } from '../schema/desks.ts'

type Rest = Pick<ListRequest, 'purpose' | 'roles' | 'scope' | 'reason' | 'withResults'>

/** What a client asked, with what the field it asked stands for. */
export function toListRequest(args: PageArgs, rest: Rest): ListRequest {
  return {
    ...rest,
    filter: withoutNulls(args.filter ?? {}),
    orderBy: args.orderBy,
    first: args.first,
    after: args.after ?? null,
    changedSince: args.changedSince ?? null,
    sources: args.sources ?? null,
  }
}

/** A condition that is null is none. */
function withoutNulls<Filter extends object>(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)) as Filter
}

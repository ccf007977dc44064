import type { Paged, PairRow, RulesPreview } from '@dizuo/api';
import { figuresOf } from './assessment-figures.ts';
import { nameOf, pairRowOf } from './assessment-rows.ts';
import type { AssessmentView } from './assessment-view.ts';
import type { Pair } from './overlap-pairs.ts';

/** How many changes are told; all are counted. */
const mostTold = 100;

/** What would change if the rules were those of `after`. Pure. */
export function previewOf(before: AssessmentView, after: AssessmentView): RulesPreview {
  const changes = before.all().flatMap(({ key, proposal }) => {
    const now = proposal?.way;
    const then = after.assessed(key)?.proposal?.way;
    return now === then ? [] : [{ ...nameOf(before, key), ...(now ? { before: now } : {}), ...(then ? { after: then } : {}) }];
  });
  return {
    before: figuresOf(before),
    after: figuresOf(after),
    changes: { total: changes.length, items: changes.slice(0, mostTold) },
    pairs: { come: only(after, before), go: only(before, after) },
  };
}

/** Pairs that are in one view and not in the other. */
function only(view: AssessmentView, other: AssessmentView): Paged<PairRow> {
  const id = ({ a, b }: Pair) => `${a} ${b}`;
  const known = new Set(other.pairs().map(id));
  const found = view.pairs().filter((pair) => !known.has(id(pair)));
  return { total: found.length, items: found.slice(0, mostTold).map((pair) => pairRowOf(view, pair)) };
}

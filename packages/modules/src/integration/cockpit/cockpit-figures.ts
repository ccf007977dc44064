import type { Cockpit, EvidenceAnswer, LocalizedText } from '@dizuo/api';
import { aimMeasures } from './aims.ts';
import { type CockpitFacts, type CockpitObjects, cockpitFacts } from './cockpit-facts.ts';
import { headlineMeasures } from './headline.ts';
import { figureOf, figuresOf, type Measure, words } from './measure.ts';
import { moneyMeasures } from './money.ts';
import { pictureOf, stackMeasures } from './picture.ts';
import { progressOf } from './progress.ts';
import { riskMeasures } from './risks.ts';
import { type MonthlyCount, trendOf } from './trend.ts';
import { unificationMeasures } from './unifications.ts';

const aimNames = {
  order: words('规范性', 'Order'),
  safety: words('安全性', 'Safety'),
  efficiency: words('高效性', 'Efficiency'),
  control: words('管理性', 'Control'),
};

export interface CockpitQuestion {
  /** Bureau that it is about; absent: all that is given. */
  bureau?: string | undefined;
  unifications: readonly { name: string; displayName: LocalizedText }[];
  book: readonly MonthlyCount[];
}

/** All figures of the cockpit. What cannot be measured is left out; a unification of which nothing can be has no figures. Pure but for what the assessment's view remembers. */
export function cockpitOf(objects: CockpitObjects, { bureau, unifications, book }: CockpitQuestion): Cockpit {
  const facts = cockpitFacts(objects, bureau);
  const headline = figuresOf(headlineMeasures(facts), bureau);
  const byUnification = unificationMeasures(facts);
  const byAim = aimMeasures(facts);
  const progress = progressOf(facts);
  const targets = progress.flatMap(({ target }) => target ?? []);
  return {
    asOf: facts.now.toISOString(),
    ...(bureau === undefined ? {} : { department: { name: bureau, displayName: facts.nameOf(bureau) } }),
    bureaus: bureausOf(objects),
    headline,
    picture: { ...pictureOf(facts), stack: figuresOf(stackMeasures(facts), bureau) },
    unifications: unifications.map((one) => ({ ...one, figures: figuresOf(byUnification[one.name] ?? [], bureau) })),
    aims: (Object.keys(aimNames) as (keyof typeof aimNames)[]).flatMap((name) => {
      const figures = figuresOf(byAim[name], bureau);
      if (figures.length === 0) return [];
      const score = figures.reduce((sum, { value }) => sum + value, 0) / figures.length;
      return [{ name, displayName: aimNames[name], score, figures }];
    }),
    money: figuresOf(moneyMeasures(facts), bureau),
    risks: figuresOf(riskMeasures(facts), bureau),
    trend: trendOf(facts, book, headline.find(({ name }) => name === 'now')?.value ?? 0),
    ...(targets.length > 0 ? { target: targets.reduce((sum, target) => sum + target, 0) } : {}),
    progress,
  };
}

/** What one figure counts, and what a share still misses; undefined where there is no such figure. */
export function evidenceOf(
  objects: CockpitObjects,
  { figure, bureau, limit, offset }: { figure: string; bureau?: string | undefined; limit: number; offset: number },
): EvidenceAnswer | undefined {
  const facts = cockpitFacts(objects, bureau);
  const measure = allMeasures(facts).find(({ name }) => name === figure);
  const told = measure && figureOf(measure, bureau);
  if (!measure || !told) return undefined;
  const named = (items: Measure['counted']) => ({
    total: items.length,
    items: items.slice(offset, offset + limit).map((item) => ({ ...item, department: facts.nameOf(item.department) })),
  });
  const byAmount = measure.unit === 'yuan' ? measure.counted.toSorted((x, y) => (y.amount ?? 0) - (x.amount ?? 0)) : measure.counted;
  if (!measure.base) return { figure: told, counted: named(byAmount) };
  const id = ({ kind, namespace = '', name }: { kind: string; namespace?: string; name: string }) => `${kind}/${namespace}/${name}`;
  const there = new Set(measure.counted.map(id));
  return { figure: told, counted: named(byAmount), missing: named(measure.base.filter((item) => !there.has(id(item)))) };
}

function allMeasures(facts: CockpitFacts): Measure[] {
  return [
    ...headlineMeasures(facts),
    ...stackMeasures(facts),
    ...Object.values(unificationMeasures(facts)).flat(),
    ...Object.values(aimMeasures(facts)).flat(),
    ...moneyMeasures(facts),
    ...riskMeasures(facts),
  ];
}

/** Bureaus with a tenant: what the cockpit can be narrowed to. */
function bureausOf({ tenants, departments, ...rest }: CockpitObjects): Cockpit['bureaus'] {
  const { bureauOf, nameOf } = cockpitFacts({ tenants, departments, ...rest });
  const names = new Set(tenants.map(({ spec }) => bureauOf(spec.departmentRef)));
  return [...names].map((name) => ({ name, displayName: nameOf(name) }));
}

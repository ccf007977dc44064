import type { IntegrationRules, ObjectOf } from '@dizuo/api';

export type RulesSpec = ObjectOf<typeof IntegrationRules>['spec'];

/** The rules as a form holds them: figures by path, lists as lines of text. */
export interface RulesValues {
  figures: Record<string, number | undefined>;
  functionWords: string;
  commonFunctions: string;
  fillWords: string;
  outdated: string;
}

/** Groups of figures, in the order of the page; the path is that of the spec. */
export const figureGroups = {
  overlap: ['functions', 'data', 'users', 'threshold', 'phraseMatch', 'sameRecord', 'lines', 'audience', 'department'],
  activity: ['zombieDays', 'fewUsersShare'],
  contracts: ['windowDays'],
  cost: ['keepYears', 'yearlyRise', 'mergeShareOfBuilt', 'upkeepShareAfterMerge', 'connectCost'],
  debt: ['oldYears', 'gradeYears', 'high'],
  points: [
    'old',
    'outdated',
    'versionUnknown',
    'notDomestic',
    'noGrade',
    'staleGrade',
    'openIssue',
    'internetPersonal',
    'personalLowGrade',
    'unmaintained',
  ],
} as const;
export type FigureGroup = keyof typeof figureGroups;

/** Path of a figure in the spec; points lie within debt. */
export function pathOf(group: FigureGroup, name: string): string {
  return group === 'points' ? `debt.points.${name}` : `${group}.${name}`;
}

export function valuesOf(spec: RulesSpec): RulesValues {
  const figures: Record<string, number | undefined> = {};
  for (const [group, names] of Object.entries(figureGroups)) {
    for (const name of names) {
      const path = pathOf(group as FigureGroup, name);
      figures[path] = at(spec, path);
    }
  }
  return {
    figures,
    functionWords: (spec.functionWords ?? []).map(({ word, same }) => `${word} = ${same.join('、')}`).join('\n'),
    commonFunctions: (spec.commonFunctions ?? []).join('、'),
    fillWords: (spec.fillWords ?? []).join('、'),
    outdated: spec.debt.outdated.map(({ role, name, below }) => `${role} ${name}${below ? ` < ${below}` : ''}`).join('\n'),
  };
}

/** The spec that the values stand for; what the form does not show is kept. */
export function specOf(values: RulesValues, before: RulesSpec): RulesSpec {
  const spec = structuredClone(before) as RulesSpec & Record<string, unknown>;
  spec.debt.points ??= {};
  for (const [path, value] of Object.entries(values.figures)) put(spec, path, value);
  return {
    ...spec,
    functionWords: linesOf(values.functionWords).map((line) => {
      const [word = '', same = ''] = line.split('=');
      return { word: word.trim(), same: wordsOf(same) };
    }),
    commonFunctions: wordsOf(values.commonFunctions),
    fillWords: wordsOf(values.fillWords),
    debt: {
      ...spec.debt,
      outdated: linesOf(values.outdated).map((line) => {
        const [product = '', below] = line.split('<').map((part) => part.trim());
        const [role = '', ...name] = product.split(/\s+/);
        return { role, name: name.join(' '), ...(below ? { below } : {}) };
      }),
    },
  };
}

/** Words between commas of either kind, or spaces. */
function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[、，,;；\s]+/).filter(Boolean))];
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function at(object: unknown, path: string): number | undefined {
  const value = path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], object);
  return typeof value === 'number' ? value : undefined;
}

function put(object: unknown, path: string, value: number | undefined): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const place = keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], object) as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
}

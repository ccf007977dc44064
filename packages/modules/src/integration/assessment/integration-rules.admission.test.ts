import { describe, expect, it } from 'vitest';
import { rulesErrors } from './integration-rules.admission.ts';
import { type IntegrationRulesSpec, standardRules } from './standard-rules.ts';

const overlap = (changed: Partial<IntegrationRulesSpec['overlap']>): IntegrationRulesSpec => ({
  ...standardRules,
  overlap: { ...standardRules.overlap, ...changed },
});

describe('rulesErrors', () => {
  it.each<[IntegrationRulesSpec, string[], string]>([
    [standardRules, [], 'the standard rules are good'],
    [overlap({ functions: 0.5 }), ['spec.overlap'], 'weights above 1'],
    [overlap({ functions: 0.3, users: 0.35 }), ['spec.overlap.threshold'], 'users alone would make a pair'],
    [overlap({ lines: 0.9 }), ['spec.overlap'], 'weights within users'],
    [overlap({ phraseMatch: 0 }), ['spec.overlap.phraseMatch'], 'everything would be alike'],
    [
      {
        ...standardRules,
        functionWords: [
          { word: '审批', same: ['许可'] },
          { word: '证照', same: ['许可'] },
        ],
      },
      ['spec.functionWords'],
      'a word with two meanings',
    ],
  ])('%#: %j is wrong in %j', (spec, fields) => expect(rulesErrors(spec).map(({ field }) => field)).toEqual(fields));
});

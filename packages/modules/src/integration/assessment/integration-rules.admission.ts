import { type FieldError, type IntegrationRules, type Sentence, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { rulesName } from './live-assessment.ts';
import { type IntegrationRulesSpec, rulesOf } from './standard-rules.ts';

export const integrationRulesAdmission: Admission<typeof IntegrationRules> = {
  validate({ metadata, spec }) {
    const name: FieldError[] =
      metadata.name === rulesName
        ? []
        : [
            {
              field: 'metadata.name',
              reason: 'FieldValueInvalid',
              message: say('RulesName')`there is one set of rules; name it ${rulesName}`,
            },
          ];
    return [...name, ...rulesErrors(spec)];
  },
};

/** What is wrong with rules as a whole; each figure by itself is held by the schema. Pure. */
export function rulesErrors(spec: IntegrationRulesSpec): FieldError[] {
  const { overlap, functionWords } = rulesOf(spec);
  const errors: FieldError[] = [];
  const invalid = (field: string, message: Sentence) => errors.push({ field, reason: 'FieldValueInvalid', message });
  if (Math.abs(overlap.functions + overlap.data + overlap.users - 1) > 0.001) {
    invalid(
      'spec.overlap',
      say('OverlapWeights')`functions, data and users must add up to 1, so that a score of 1 means the same in everything`,
    );
  }
  if (Math.abs(overlap.lines + overlap.audience + overlap.department - 1) > 0.001) {
    invalid('spec.overlap', say('UserWeights')`lines, audience and department must add up to 1`);
  }
  if (overlap.users >= overlap.threshold) {
    invalid(
      'spec.overlap.threshold',
      say('ThresholdTooLow')`it must be above the weight of users, or all systems of a department overlap; raise it`,
    );
  }
  if (overlap.phraseMatch <= 0)
    invalid('spec.overlap.phraseMatch', say('PhraseMatchTooLow')`it must be above 0, or any two functions are the same; raise it`);
  const seen = new Map<string, string>();
  for (const { word, same } of functionWords) {
    for (const one of [word, ...same]) {
      const other = seen.get(one);
      if (other !== undefined && other !== word)
        invalid('spec.functionWords', say('WordTwice')`"${one}" stands for both "${other}" and "${word}"; keep one`);
      seen.set(one, word);
    }
  }
  return errors;
}

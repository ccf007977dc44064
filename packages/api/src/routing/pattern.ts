import { RE2JS, RE2JSSyntaxException } from 're2js';
import { type Sentence, say } from '../meta/sentence.ts';

/** Longest program that a pattern may become: what one match may cost is this times the length of the value. */
const longestProgram = 256;
/** Longer values match no pattern. */
const longestValue = 4096;

/** True where the whole value matches. */
export type Pattern = (value: string) => boolean;

/** Why a pattern is refused; the message says what to do. */
export class PatternError extends Error {
  readonly sentence: Sentence;
  constructor(sentence: Sentence) {
    super(String(sentence));
    this.sentence = sentence;
  }
}

/**
 * A regular expression in RE2 syntax, as the Gateway API's implementations read it: matching takes time linear in the length of the value,
 * whatever the pattern. Throws PatternError.
 */
export function compilePattern(text: string): Pattern {
  const pattern = parse(text);
  if (pattern.programSize() > longestProgram)
    throw new PatternError(say('PatternTooLarge')`is too large; use fewer or smaller repetitions`);
  return (value) => value.length <= longestValue && pattern.testExact(value);
}

function parse(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException)
      throw new PatternError(say('PatternSyntax')`is no regular expression in RE2 syntax: ${error.message}`);
    throw error;
  }
}

import { METHODS } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless, lies, refused } from '../smuggling/cases.ts';
import { requestCorpus, responseCorpus } from './corpus.ts';
import { answers, connections } from './generators.ts';
import { llhttpRequests, llhttpResponse } from './llhttp-reader.ts';
import { type ReadMessage, readRequests, readResponse } from './our-reader.ts';

/** Whatever the data plane accepts, llhttp as shipped in Node.js reads the same. DIZUO_FUZZ_SECONDS lets it look for so long. */

const seconds = Number(process.env.DIZUO_FUZZ_SECONDS ?? 0);
const runs = seconds > 0 ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 } : { numRuns: 20_000 };
const timeout = 60_000 + 2000 * seconds;
const known = new Set(METHODS);
const requestSeeds = [...refused.map(([, , sends]) => sends), ...harmless.map(([, , sends]) => sends), ...requestCorpus].filter(
  (text) => text.length < 4000,
);
const responseSeeds = [...lies.map(([, , sends]) => (typeof sends === 'string' ? sends : sends.join(''))), ...responseCorpus].filter(
  (text) => text.length < 4000,
);

/** Messages that were compared, so that a generator that makes nothing acceptable is noticed. */
let compared = 0;

/** Methods that llhttp does not know are legal, but they and what follows cannot be compared; nor can what follows an offer to upgrade, which it does not read. */
function comparable(messages: readonly ReadMessage[]): ReadMessage[] {
  const unknown = messages.findIndex(({ first }) => !known.has(first.split(' ')[0] ?? ''));
  const upgrade = messages.findIndex(({ fields }) => fields.some((line) => /^upgrade:/i.test(line)));
  return messages.slice(0, Math.min(unknown < 0 ? messages.length : unknown, upgrade < 0 ? messages.length : upgrade + 1));
}

/** What was read of a message before it was refused, by either, is as far as the other has to agree. */
function asFarAs(ours: ReadMessage, theirs: ReadMessage | undefined): ReadMessage | undefined {
  if (ours.isWhole || theirs === undefined) return theirs;
  const common = Math.min(ours.body.length, theirs.body.length);
  return { ...theirs, body: theirs.body.slice(0, common) + ours.body.slice(common), isWhole: false };
}

async function checkRequests(text: string, cuts: readonly number[]): Promise<void> {
  const bytes = Buffer.from(text, 'latin1');
  const ours = readRequests(bytes, []);
  expect(readRequests(bytes, cuts)).toEqual(ours);
  const same = comparable(ours);
  compared += same.length;
  if (same.length === 0) return;
  const theirs = await llhttpRequests(bytes);
  expect(same.map((message, i) => asFarAs(message, theirs[i]))).toEqual(same);
}

async function checkResponse(text: string, cuts: readonly number[]): Promise<void> {
  const bytes = Buffer.from(text, 'latin1');
  const ours = readResponse(bytes, []);
  expect(readResponse(bytes, cuts)).toEqual(ours);
  if (ours === undefined) return;
  compared += 1;
  expect(asFarAs(ours, await llhttpResponse(bytes))).toEqual(ours);
}

describe('requests', () => {
  it.each(requestSeeds.map((text) => [JSON.stringify(text).slice(0, 100), text]))('%s', (_name, text) => checkRequests(text, [1, 20, 40]));

  it(
    'made up',
    async () => {
      compared = 0;
      await fc.assert(
        fc.asyncProperty(connections(requestSeeds), ([text, cuts]) => checkRequests(text, cuts)),
        runs,
      );
      expect(compared).toBeGreaterThan(1000);
    },
    timeout,
  );
});

describe('answers', () => {
  it.each(responseSeeds.map((text) => [JSON.stringify(text).slice(0, 100), text]))('%s', (_name, text) => checkResponse(text, [1, 20, 40]));

  it(
    'made up',
    async () => {
      compared = 0;
      await fc.assert(
        fc.asyncProperty(answers(responseSeeds), ([text, cuts]) => checkResponse(text, cuts)),
        runs,
      );
      expect(compared).toBeGreaterThan(1000);
    },
    timeout,
  );
});

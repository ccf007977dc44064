import { describe, expect, it } from 'vitest';
import { jsonLines, textLines } from './json-lines.ts';

function streamOf(chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk));
  return ReadableStream.from(bytes) as ReadableStream<Uint8Array>;
}
async function collected(lines: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const line of lines) all.push(line);
  return all;
}
const zhong = new TextEncoder().encode('中');

describe('textLines', () => {
  it.each<[(string | Uint8Array)[], string[], string]>([
    [['a\nb\n'], ['a', 'b'], 'two lines in one chunk'],
    [['a', 'b\nc', '\n'], ['ab', 'c'], 'a line in several chunks'],
    [['a\r\nb\r\n'], ['a', 'b'], 'line ends of other systems'],
    [[zhong.slice(0, 1), zhong.slice(1), '\n'], ['中'], 'a character cut between chunks'],
    [['a\n\nb'], ['a', '', 'b'], 'empty lines stay, and what follows the last end'],
  ])('%# %s', async (chunks, expected, _why) => expect(await collected(textLines(streamOf(chunks), true))).toEqual(expected));
});

describe('jsonLines', () => {
  it('drops an unfinished last line: its writer was cut off', async () =>
    expect(await collected(jsonLines(streamOf(['{"a":1}\n{"b":'])))).toEqual([{ a: 1 }]));
  it('skips empty lines, which keep connections alive', async () =>
    expect(await collected(jsonLines(streamOf(['\n{"a":1}\n\n'])))).toEqual([{ a: 1 }]));
});

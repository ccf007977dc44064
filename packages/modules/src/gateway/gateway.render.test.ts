import { describe, expect, it } from 'vitest';
import { programmedState } from './gateway.render.ts';

const said = (digest: string, accepted = true) => ({ instance: 'i', version: '1-1', digest, accepted, message: 'bad key' });

describe('programmedState', () => {
  it.each([
    ['nobody there', [], 'False NoResources'],
    ['all have it', [said('d'), said('d')], 'True Programmed'],
    ['one has the one before', [said('d'), said('c')], 'False Pending'],
    ['one refused it', [said('d'), said('d', false)], 'False Invalid'],
    ['what was refused is history', [said('c', false)], 'False Pending'],
  ])('%s', (_why, list, expected) => {
    const { status, reason } = programmedState('d', list);
    expect(`${status} ${reason}`).toBe(expected);
  });
  it('says why a data plane refused', () => {
    expect(String(programmedState('d', [said('d', false)]).message)).toContain('bad key');
  });
});

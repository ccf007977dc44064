import { describe, expect, it } from 'vitest';
import { HostClaims } from './host-claims.ts';

const claim = (host: string, path: string, gateway = 'g') => ({ gateway, host, path });

describe('HostClaims: another namespace holds', () => {
  it.each([
    ['the same host and path', claim('a.cn', '/x'), claim('a.cn', '/x'), true],
    ['the same path with a slash', claim('a.cn', '/x/'), claim('a.cn', '/x'), true],
    ['a path above', claim('a.cn', '/x'), claim('a.cn', '/x/y'), true],
    ['a path below', claim('a.cn', '/x/y'), claim('a.cn', '/x'), true],
    ['the root', claim('a.cn', '/'), claim('a.cn', '/x'), true],
    ['a path beside', claim('a.cn', '/x'), claim('a.cn', '/xy'), false],
    ['another host', claim('a.cn', '/x'), claim('b.cn', '/x'), false],
    ['a wildcard around', claim('*.cn', '/'), claim('a.cn', '/x'), true],
    ['a name within the wildcard', claim('a.b.cn', '/'), claim('*.cn', '/x'), true],
    ['a narrower wildcard', claim('*.b.cn', '/'), claim('*.cn', '/'), true],
    ['the name that a wildcard is of', claim('cn', '/'), claim('*.cn', '/'), false],
    ['any host, beside a named one', claim('', '/x'), claim('a.cn', '/x'), false],
    ['any host, the same path', claim('', '/x'), claim('', '/x'), true],
    ['the same on another Gateway', claim('a.cn', '/x', 'other'), claim('a.cn', '/x'), false],
  ])('%s', (_why, held, wanted, expected) => {
    const claims = new HostClaims();
    claims.add(held, 'one');
    expect(claims.conflict(wanted, 'two') !== undefined).toBe(expected);
    expect(claims.conflict(wanted, 'one')).toBeUndefined();
  });
});

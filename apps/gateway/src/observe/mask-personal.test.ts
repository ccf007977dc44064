import { describe, expect, it } from 'vitest';
import { maskAddress, maskPath } from './mask-personal.ts';

describe('what a log may hold', () => {
  it.each([
    ['/people/310101199003071234/cases', '/people/310***************/cases'],
    ['/people/31010119900307123X', '/people/310***************'],
    ['/call/13800138000', '/call/138********'],
    ['/permits/HZ-2026-00012', '/permits/HZ-2026-00012'],
    ['/search/%E5%BC%A0%E4%B8%89', '/search/*'],
    ['/a%20b', '/a%20b'],
    ['/', '/'],
  ])('of the path %s is %s', (path, masked) => expect(maskPath(path)).toBe(masked));

  it.each([
    ['192.0.2.17', '192.0.2.*'],
    ['::ffff:192.0.2.17', '192.0.2.*'],
    ['2001:db8:1:2::9', '2001:db8:1:*'],
    ['', ''],
  ])('of the address %s is %s', (address, masked) => expect(maskAddress(address)).toBe(masked));
});

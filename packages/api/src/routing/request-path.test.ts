import { describe, expect, it } from 'vitest';
import { comparablePath, isBelow } from './request-path.ts';

describe('comparablePath', () => {
  it.each([
    ['as it is', '/a/b', '/a/b'],
    ['unreserved characters decoded', '/%61dmin/%7Ex', '/admin/~x'],
    ['hex in upper case', '/%e8%ae%b8', '/%E8%AE%B8'],
    ['slashes merged', '//admin///x', '/admin/x'],
    ['parameters gone', '/admin;jsessionid=1/x;y', '/admin/x'],
    ['a dot within a name', '/a.b/.well-known/x', '/a.b/.well-known/x'],
    ['a space stays encoded', '/a%20b', '/a%20b'],
  ])('%s', (_why, path, expected) => expect(comparablePath(path)).toBe(expected));

  it.each([
    ['dot segment', '/a/../b'],
    ['dot segment at the end', '/a/..'],
    ['encoded dots', '/a/%2e%2e/b'],
    ['dots behind a parameter', '/a/..;x/b'],
    ['encoded slash', '/a%2fb'],
    ['encoded backslash', '/a%5cb'],
    ['backslash', '/a\\b'],
    ['encoded NUL', '/a%00'],
    ['broken encoding', '/a%zz'],
  ])('refuses: %s', (_why, path) => expect(() => comparablePath(path)).toThrow());
});

describe('isBelow', () => {
  it.each([
    ['/a', '/a', true],
    ['/a/b', '/a', true],
    ['/ab', '/a', false],
    ['/x', '/', true],
  ])('%s below %s: %s', (path, prefix, expected) => expect(isBelow(path, prefix)).toBe(expected));
});

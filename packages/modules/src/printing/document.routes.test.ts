import { describe, expect, it } from 'vitest';
import { printAddress } from './document.routes.ts';

describe('the address of a page to print', () => {
  it.each([
    ['/print/orders/t-a/one', '/print/orders/t-a/one', 'a page'],
    ['/print/cockpit?department=a', '/print/cockpit?department=a', 'with a filter'],
    ['/print/a/../b', '/print/b', 'in normal form'],
    ['/print/systems/%E4%B8%80', '/print/systems/%E4%B8%80', 'with a name in Chinese'],
  ])('%s is taken as %s: %s', (path, address) => expect(printAddress(path)).toBe(address));

  it.each([
    ['file:///etc/passwd', 'a file'],
    ['http://127.0.0.1:5432/print/x', 'another address'],
    ['//evil.example/print/x', 'another host without a scheme'],
    ['/\\evil.example/print/x', 'another host by a backslash'],
    ['/print/../auth/session', 'out of the pages for print'],
    ['/print/%2e%2e/auth/session', 'out of them, encoded'],
    ['/gov/audit', 'a page of the house'],
    ['/print/', 'no page'],
    ['/print//x', 'an empty part'],
    ['javascript:alert(1)', 'a script'],
    ['print/x', 'no beginning'],
  ])('%s is refused: %s', (path) => expect(() => printAddress(path)).toThrow('below /print/'));
});

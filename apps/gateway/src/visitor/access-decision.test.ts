import type { DataPlaneAccess, VisitorClaims } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { isOpen, mayPass } from './access-decision.ts';

const access = (part: Partial<DataPlaneAccess>): DataPlaneAccess => ({ require: 'signed-in', audience: 'x', anonymousPaths: [], ...part });
const visitor: VisitorClaims = {
  sub: 'clerk',
  name: 'Clerk',
  category: 'staff',
  departments: ['bureau', 'district'],
  positions: ['clerk'],
  appointments: [{ department: 'bureau', position: 'clerk' }],
};

describe('mayPass', () => {
  it.each([
    ['no lists: everyone signed in', {}, true],
    ['in users', { users: ['clerk'] }, true],
    ['only users, and another', { users: ['other'] }, false],
    ['department above', { departments: ['district'] }, true],
    ['another department', { departments: ['other'] }, false],
    ['all lists have to hold', { departments: ['bureau'], positions: ['head'] }, false],
    ['all lists hold', { departments: ['bureau'], positions: ['clerk'], categories: ['staff'] }, true],
    ['users pass whatever else is said', { users: ['clerk'], departments: ['other'] }, true],
    ['category', { categories: ['citizen'] }, false],
    ['an empty list lets nobody pass', { departments: [] }, false],
  ])('%s', (_why, part, expected) => expect(mayPass(access(part), visitor)).toBe(expected));
});

describe('isOpen', () => {
  it.each([
    ['below a prefix', { anonymousPaths: ['/public'] }, '/public/x', true],
    ['whole segments', { anonymousPaths: ['/public'] }, '/publicity', false],
    ['a slash at the end', { anonymousPaths: ['/public/'] }, '/public', true],
    ['optional', { require: 'optional' as const }, '/x', true],
    ['else closed', {}, '/x', false],
  ])('%s', (_why, part, path, expected) => expect(isOpen(access(part), path)).toBe(expected));
});

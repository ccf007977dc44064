import { describe, expect, it } from 'vitest';
import type { VisitorClaims } from '../gateway/data-plane.ts';
import type { DataPlaneAccess } from '../gateway/data-plane-policies.ts';
import { accessVerdict, isOpen, mayPass } from './access-decision.ts';

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

describe('accessVerdict', () => {
  const programs = { authentication: { session: false, apiKey: { header: 'x-api-key' } }, consumerNamespace: 't' };
  const clerk = { user: 'clerk', departments: ['bureau'], positions: ['clerk'], category: 'staff' };
  it.each([
    ['a stranger', {}, {}, 'sign-in'],
    ['a stranger at an open path', { anonymousPaths: ['/x'] }, {}, 'open'],
    ['a person', {}, clerk, 'passes'],
    ['a person not allowed', { users: ['head'] }, clerk, 'refused'],
    ['a person not allowed at an open path', { users: ['head'], anonymousPaths: ['/x'] }, clerk, 'open'],
    ['a program where only people are known', {}, { consumer: 't/app' }, 'sign-in'],
    ['a program', programs, { consumer: 't/app' }, 'passes'],
    ['a program of another tenant', programs, { consumer: 'u/app' }, 'refused'],
    ['a program not listed', { ...programs, consumers: ['t/other'] }, { consumer: 't/app' }, 'refused'],
    ['a person where only programs are known', programs, clerk, 'unproven'],
    ['nobody where only programs are known', { ...programs, require: 'optional' as const }, {}, 'open'],
  ])('%s', (_why, part, who, expected) => expect(accessVerdict(access(part), '/x', who)).toBe(expected));
});

import type { Department, ObjectOf, User } from '@dizuo/api';
import { describe, expect, it } from 'vitest';
import { visitorClaims } from './visitor-claims.ts';

const now = new Date('2026-06-01T00:00:00Z');
const department = (name: string, parentRef?: string): ObjectOf<typeof Department> => ({
  apiVersion: 'identity.dizuo/v1alpha1',
  kind: 'Department',
  metadata: { name },
  spec: { displayName: name, category: 'bureau', ...(parentRef ? { parentRef } : {}) },
});
const tree = [department('district'), department('bureau', 'district'), department('office', 'bureau'), department('loop', 'loop')];
type Spec = ObjectOf<typeof User>['spec'];
const claims = (spec: Partial<Spec>, active?: { department: string; position: string }) =>
  visitorClaims(
    { apiVersion: 'identity.dizuo/v1alpha1', kind: 'User', metadata: { name: 'u' }, spec: { displayName: '用户', ...spec } },
    tree,
    active,
    now,
  );
const post = (departmentRef: string, positionRef: string, more: object = {}) => ({ departmentRef, positionRef, ...more });

describe('visitorClaims', () => {
  it('gives departments with all above them', () => {
    expect(claims({ appointments: [post('office', 'clerk')] })?.departments).toEqual(['bureau', 'district', 'office']);
  });
  it('ends where a tree is a loop', () => {
    expect(claims({ appointments: [post('loop', 'x')] })?.departments).toEqual(['loop']);
  });
  it('leaves out appointments that are over or not begun', () => {
    const appointments = [post('office', 'a', { until: '2026-05-01T00:00:00Z' }), post('bureau', 'b', { from: '2026-07-01T00:00:00Z' })];
    expect(claims({ appointments })).toMatchObject({ departments: [], positions: [], appointments: [] });
  });
  it.each([
    ['the one asked for', { department: 'office', position: 'a' }, 'a'],
    ['the primary where it is not held any more', { department: 'office', position: 'gone' }, 'b'],
    ['the primary', undefined, 'b'],
  ])('is active: %s', (_why, active, position) => {
    const appointments = [post('office', 'a'), post('bureau', 'b', { primary: true })];
    expect(claims({ appointments }, active)?.activeAppointment?.position).toBe(position);
  });
  it('is nobody who is disabled', () => {
    expect(claims({ disabled: true })).toBeUndefined();
  });
});

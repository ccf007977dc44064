import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, MapList, NameRef, SetList, Timestamp } from '../meta/schema.ts';
import { DataHolding, SystemInterface } from './system-parts.ts';

export const personalDataKinds = ['name', 'identityNumber', 'phone', 'email', 'address', 'bankCard', 'birthday', 'creditCode'] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** Something that the platform noticed about systems, confirmed or dismissed by their owner. */
export const DiscoveryFinding = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'DiscoveryFinding',
  plural: 'discoveryfindings',
  scope: 'Namespaced',
  title: { zh: '发现结果', en: 'Finding' },
  description: 'Something that the platform noticed about systems, confirmed or dismissed by their owner',
  body: Type.Object({
    spec: Type.Object({
      source: Type.Enum(['gateway', 'database'], { description: 'gateway: traffic; database: a scanned schema' }),
      finding: Type.Enum(['system', 'activity', 'data', 'interface'], {
        description:
          'system: one that is not in the inventory; activity: use of a known one; data: records that it holds; interface: a link',
      }),
      displayName: Type.String({ minLength: 1, maxLength: 200 }),
      systemRef: Type.Optional(NameRef('System that it is about; absent for one that is not in the inventory')),
      addresses: Type.Optional(SetList(Type.String({ maxLength: 300 }))),
      data: Type.Optional(MapList(DataHolding, ['code'])),
      interfaces: Type.Optional(MapList(SystemInterface, ['name'])),
      scanRef: Type.Optional(NameRef('Scan that saw it')),
      routeRef: Type.Optional(NameRef('Route whose traffic told of it')),
      upstreamRef: Type.Optional(NameRef('Upstream that the traffic goes to')),
      tables: Type.Optional(
        AtomicList(
          Type.Object({
            name: Type.String(),
            rows: Type.Integer({ minimum: 0, description: 'Estimated rows' }),
            bytes: Type.Integer({ minimum: 0 }),
            columns: AtomicList(
              Type.Object({
                name: Type.String(),
                type: Type.String(),
                personal: Type.Optional(Type.Enum([...personalDataKinds])),
                confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
              }),
            ),
          }),
        ),
      ),
      evidence: Type.Optional(Type.String({ maxLength: 2000, description: 'What was seen, without personal data' })),
      seenAt: Timestamp(),
      decision: Type.Optional(Type.Enum(['confirm', 'dismiss'])),
      target: Type.Optional(
        NameRef(
          'System that a confirmed finding is entered in; for a system that is not in the inventory, a new one by this name where there is none',
        ),
      ),
      decidedBy: Type.Optional(Type.String({ description: 'Set by the platform: who decided' })),
      comment: Type.Optional(Type.String({ maxLength: 1000 })),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Open', 'Confirmed', 'Dismissed', 'Failed'])),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.source', 'spec.finding', 'spec.systemRef', 'spec.scanRef', 'status.phase'],
  columns: [
    { name: 'Display Name', type: 'string', jsonPath: '.spec.displayName' },
    { name: 'Source', type: 'string', jsonPath: '.spec.source' },
    { name: 'Finding', type: 'string', jsonPath: '.spec.finding' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});

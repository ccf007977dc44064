import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList } from '../meta/schema.ts';
import { Group, gatewayApiGroup, KindName, NamespaceName, ObjectName, sameShape } from './gateway-schema.ts';

const body = Type.Object({
  spec: Type.Object({
    from: AtomicList(
      Type.Object({
        group: Group('Group of who refers'),
        kind: KindName('Kind of who refers'),
        namespace: NamespaceName('Namespace of who refers'),
      }),
      { minItems: 1, maxItems: 16 },
    ),
    to: AtomicList(
      Type.Object({
        group: Group('Group of what may be referred to'),
        kind: KindName('Kind of what may be referred to'),
        name: Type.Optional(ObjectName('One object; all of the kind where absent')),
      }),
      { minItems: 1, maxItems: 16 },
    ),
  }),
});

/** Lets objects of other namespaces refer to objects of this one. */
export const ReferenceGrant = defineKind({
  group: gatewayApiGroup,
  version: 'v1beta1',
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
  shortNames: ['refgrant'],
  categories: ['gateway-api'],
  scope: 'Namespaced',
  title: { zh: '引用授权', en: 'Reference grant' },
  description: 'Lets routes of other namespaces send traffic to backends of this one, and Gateways use its certificates',
  body,
  otherVersions: [sameShape('v1', body)],
  columns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
});

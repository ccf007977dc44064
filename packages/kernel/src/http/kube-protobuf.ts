import { badRequest } from '@dizuo/api';
import protobuf from 'protobufjs';

/**
 * Bodies in Kubernetes' protobuf encoding, decoded for the reviews and Secret alone: kubectl posts those so whatever the server
 * offers. Kubernetes API concepts, "Protobuf encoding"; field numbers from the `generated.proto` files of k8s.io/api.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    TypeMeta: { fields: { apiVersion: field('string', 1), kind: field('string', 2) } },
    Unknown: { fields: { typeMeta: field('TypeMeta', 1), raw: field('bytes', 2) } },
    ResourceAttributes: {
      fields: {
        namespace: field('string', 1),
        verb: field('string', 2),
        group: field('string', 3),
        version: field('string', 4),
        resource: field('string', 5),
        subresource: field('string', 6),
        name: field('string', 7),
      },
    },
    NonResourceAttributes: { fields: { path: field('string', 1), verb: field('string', 2) } },
    AccessSpec: {
      fields: { resourceAttributes: field('ResourceAttributes', 1), nonResourceAttributes: field('NonResourceAttributes', 2) },
    },
    SelfSubjectAccessReview: { fields: { spec: field('AccessSpec', 2) } },
    RulesSpec: { fields: { namespace: field('string', 1) } },
    SelfSubjectRulesReview: { fields: { spec: field('RulesSpec', 2) } },
    ObjectMeta: {
      fields: {
        name: field('string', 1),
        generateName: field('string', 2),
        namespace: field('string', 3),
        resourceVersion: field('string', 6),
        labels: mapField('string', 11),
        annotations: mapField('string', 12),
      },
    },
    Secret: {
      fields: {
        metadata: field('ObjectMeta', 1),
        data: mapField('bytes', 2),
        type: field('string', 3),
        stringData: mapField('string', 4),
        immutable: field('bool', 5),
      },
    },
  },
});

function field(type: string, id: number) {
  return { type, id };
}

/** Values by text keys. */
function mapField(type: string, id: number): protobuf.IField {
  return { ...field(type, id), keyType: 'string' } as protobuf.IField;
}

export const protobufType = 'application/vnd.kubernetes.protobuf';
const magic = Buffer.from('k8s\0', 'latin1');
const readable = new Set(['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'Secret']);

/** The object in an envelope. Throws `badRequest`. */
export function decodeKubeProtobuf(body: Buffer): Record<string, unknown> {
  if (!body.subarray(0, 4).equals(magic)) throw badRequest({ why: 'the body is not in the Kubernetes protobuf encoding; send JSON' });
  try {
    const envelope = root.lookupType('Unknown').decode(body.subarray(4)) as unknown as {
      typeMeta?: { apiVersion: string; kind: string };
      raw: Uint8Array;
    };
    const kind = envelope.typeMeta?.kind ?? '';
    if (!readable.has(kind)) throw badRequest({ why: `${kind || 'this object'} cannot be read from protobuf; send JSON` });
    const type = root.lookupType(kind);
    return { ...envelope.typeMeta, ...type.toObject(type.decode(envelope.raw), { bytes: String }) };
  } catch (error) {
    if (error instanceof RangeError || error instanceof protobuf.util.ProtocolError) {
      throw badRequest({ why: 'the protobuf body cannot be decoded; send JSON' }, { cause: error });
    }
    throw error;
  }
}

import { defineError, say } from '@dizuo/api';

/** How an answer is wanted. */
export interface Representation {
  as: 'Object' | 'Table' | 'PartialObjectMetadata';
  /** Version of meta.k8s.io, for the latter two. */
  metaVersion: 'v1' | 'v1beta1';
}

const notAcceptable = defineError<{ accept: string }>('NotAcceptable', {
  family: 'user',
  status: 406,
  reason: 'NotAcceptable',
  message: ({ accept }) => say('NotAcceptable')`only application/json can be answered, not ${accept}; add application/json to Accept`,
});

const plain: Representation = { as: 'Object', metaVersion: 'v1' };
const known = new Map<string, Representation | undefined>();
const mostKnown = 1000;

/** Reads an Accept header; the same few headers come again and again. Throws `notAcceptable`. */
export function representationOf(accept: string | undefined): Representation {
  if (accept === undefined || accept === 'application/json' || accept === '*/*') return plain;
  if (!known.has(accept)) {
    if (known.size >= mostKnown) known.clear();
    known.set(accept, negotiate(accept));
  }
  const representation = known.get(accept);
  if (!representation) throw notAcceptable({ accept: accept.slice(0, 200) });
  return representation;
}

/** The first alternative that can be served wins, as in the Kubernetes API server. */
function negotiate(accept: string): Representation | undefined {
  for (const alternative of accept.split(',')) {
    const [type = '', ...parameters] = alternative.split(';').map((part) => part.trim());
    if (type !== 'application/json' && type !== 'application/*' && type !== '*/*' && type !== '') continue;
    const parameter = Object.fromEntries(parameters.map((p) => p.split('=').map((word) => word.trim())));
    if (parameter.as === undefined) return plain;
    if (parameter.g !== 'meta.k8s.io' || (parameter.v !== 'v1' && parameter.v !== 'v1beta1')) continue;
    if (parameter.as === 'Table') return { as: 'Table', metaVersion: parameter.v };
    if (parameter.as === 'PartialObjectMetadata' || parameter.as === 'PartialObjectMetadataList') {
      return { as: 'PartialObjectMetadata', metaVersion: parameter.v };
    }
  }
  return undefined;
}

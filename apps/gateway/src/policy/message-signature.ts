import { createHmac, timingSafeEqual } from 'node:crypto';

/** What of a request may be signed. RFC 9421, section 2. */
export interface SignedRequest {
  method: string;
  scheme: 'http' | 'https';
  /** Host, in lower case. */
  host: string;
  path: string;
  /** Without the question mark. */
  query: string;
  /** Values of a field in order. `name` in lower case. */
  values(name: string): string[];
}

/** A signature as it was sent, with everything that its check needs but the secret. */
export interface MessageSignature {
  keyId: string;
  algorithm?: string;
  created?: number;
  expires?: number;
  components: readonly string[];
  base: string;
  signature: Buffer;
}

const largest = 8192;
const item = String.raw`"((?:[ !#-\[\]-~])*)"`;
const member = new RegExp(
  String.raw`^([a-z*][a-z0-9_.*-]{0,63})=\(((?:${item}(?: (?="))?)*)\)((?:;[a-z]+=(?:"[ !#-\[\]-~]*"|\d{1,15}))*)$`,
);
const supported = new Set(['@method', '@target-uri', '@authority', '@scheme', '@request-target', '@path', '@query']);

/**
 * Reads the one signature of a request, and the text that it is over. Undefined where there is none; throws an Error that says what is
 * wrong. Of RFC 9421 that much is understood that an HMAC over a request needs: no parameters of components, no binary wrapping.
 */
export function readSignature(request: SignedRequest): MessageSignature | undefined {
  const inputs = request.values('signature-input');
  const signatures = request.values('signature');
  if (inputs.length === 0 && signatures.length === 0) return undefined;
  const [input = '', signature = ''] = [inputs.join(', ').trim(), signatures.join(', ').trim()];
  if (input.length > largest || signature.length > largest) throw new Error('the signature is too long');
  const match = member.exec(input);
  if (!match) throw new Error('Signature-Input must hold one signature over plain components');
  const [, label = '', list = '', , rest = ''] = match;
  const components = [...list.matchAll(new RegExp(item, 'g'))].map((m) => m[1] ?? '');
  if (new Set(components).size !== components.length) throw new Error('a component is signed twice');
  const parameters = new Map([...rest.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g)].map((m) => [m[1] ?? '', m[2] ?? m[3] ?? '']));
  const bytes = new RegExp(`^${label.replace(/[.*]/g, String.raw`\$&`)}=:([A-Za-z0-9+/=]*):$`).exec(signature);
  if (!bytes) throw new Error(`Signature must hold the bytes of ${label}, and of no other`);
  const lines = components.map((name) => `"${name}": ${componentValue(request, name)}`);
  const keyId = parameters.get('keyid');
  if (!keyId) throw new Error('the signature names no keyid');
  return {
    keyId,
    components,
    base: [...lines, `"@signature-params": (${list})${rest}`].join('\n'),
    signature: Buffer.from(bytes[1] ?? '', 'base64'),
    ...(parameters.has('alg') ? { algorithm: parameters.get('alg') } : {}),
    ...(parameters.has('created') ? { created: Number(parameters.get('created')) } : {}),
    ...(parameters.has('expires') ? { expires: Number(parameters.get('expires')) } : {}),
  };
}

/** Why a signature does not hold; undefined: it does. `now` in seconds. RFC 9421, section 3.2. */
export function signatureProblem(
  signature: MessageSignature,
  secret: Buffer,
  wanted: { components: readonly string[]; maxAgeSeconds: number },
  now: number,
): string | undefined {
  if (signature.algorithm !== undefined && signature.algorithm !== 'hmac-sha256') return 'only hmac-sha256 is accepted';
  const missing = wanted.components.find((name) => !signature.components.includes(name.toLowerCase()));
  if (missing) return `the signature does not cover ${missing}`;
  if (signature.created === undefined) return 'the signature does not say when it was created';
  if (signature.created > now + 30) return 'the signature comes from the future';
  if (now - signature.created > wanted.maxAgeSeconds) return 'the signature is too old';
  if (signature.expires !== undefined && now > signature.expires) return 'the signature has expired';
  const expected = createHmac('sha256', secret).update(signature.base).digest();
  const equal = expected.length === signature.signature.length && timingSafeEqual(expected, signature.signature);
  return equal ? undefined : 'the signature is not the right one';
}

function componentValue(request: SignedRequest, name: string): string {
  if (!name.startsWith('@')) {
    if (name !== name.toLowerCase()) throw new Error(`component ${name} must be in lower case`);
    const values = request.values(name);
    if (values.length === 0) throw new Error(`the signature covers ${name}, which was not sent`);
    return values.map((value) => value.trim()).join(', ');
  }
  if (!supported.has(name)) throw new Error(`component ${name} is not understood`);
  const target = request.query ? `${request.path}?${request.query}` : request.path;
  switch (name) {
    case '@method':
      return request.method;
    case '@authority':
      return withoutDefaultPort(request);
    case '@scheme':
      return request.scheme;
    case '@path':
      return request.path;
    case '@query':
      return `?${request.query}`;
    case '@request-target':
      return target;
    default:
      return `${request.scheme}://${withoutDefaultPort(request)}${target}`;
  }
}

function withoutDefaultPort({ scheme, host }: SignedRequest): string {
  const port = scheme === 'https' ? ':443' : ':80';
  return host.endsWith(port) ? host.slice(0, -port.length) : host;
}

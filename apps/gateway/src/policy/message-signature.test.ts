import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSignature, type SignedRequest, signatureProblem } from './message-signature.ts';

const secret = Buffer.from('uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==', 'base64');
const wanted = { components: ['@authority'], maxAgeSeconds: 300 };

const request = (fields: Record<string, string[]>, over: Partial<SignedRequest> = {}): SignedRequest => ({
  method: 'POST',
  scheme: 'https',
  host: 'example.com',
  path: '/foo',
  query: 'param=Value&Pet=dog',
  values: (name) => fields[name] ?? [],
  ...over,
});

/** The example of RFC 9421, appendix B.2.5. */
const example = {
  date: ['Tue, 20 Apr 2021 02:07:55 GMT'],
  'content-type': ['application/json'],
  'signature-input': ['sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"'],
  signature: ['sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:'],
};

describe('HTTP message signatures', () => {
  it('agree with the example of RFC 9421', () => {
    const signature = readSignature(request(example));
    expect(signature).toMatchObject({
      keyId: 'test-shared-secret',
      created: 1_618_884_473,
      components: ['date', '@authority', 'content-type'],
    });
    if (signature) expect(signatureProblem(signature, secret, wanted, 1_618_884_500)).toBeUndefined();
  });

  it.each([
    ['another host', { host: 'example.org' }, {}, 1_618_884_500, /not the right one/],
    ['another value of a field', {}, { 'content-type': ['text/plain'] }, 1_618_884_500, /not the right one/],
    ['too old', {}, {}, 1_618_885_000, /too old/],
    ['from the future', {}, {}, 1_618_884_000, /future/],
  ] as const)('do not hold for %s', (_why, over, fields, now, problem) => {
    const signature = readSignature(request({ ...example, ...fields } as Record<string, string[]>, over));
    expect(signature && signatureProblem(signature, secret, wanted, now)).toMatch(problem);
  });

  it('have to cover what is demanded', () => {
    const signature = readSignature(request(example));
    expect(signature && signatureProblem(signature, secret, { ...wanted, components: ['@method'] }, 1_618_884_500)).toMatch(/@method/);
  });

  it('are made over the derived components', () => {
    const input = '("@method" "@path" "@query" "@target-uri" "@request-target" "@scheme");created=100;alg="hmac-sha256";keyid="k"';
    const base = [
      '"@method": POST',
      '"@path": /foo',
      '"@query": ?param=Value&Pet=dog',
      '"@target-uri": https://example.com/foo?param=Value&Pet=dog',
      '"@request-target": /foo?param=Value&Pet=dog',
      '"@scheme": https',
      `"@signature-params": ${input}`,
    ].join('\n');
    const bytes = createHmac('sha256', secret).update(base).digest('base64');
    const signature = readSignature(
      request({ 'signature-input': [`s=${input}`], signature: [`s=:${bytes}:`] }, { host: 'example.com:443' }),
    );
    expect(signature && signatureProblem(signature, secret, { components: ['@method', '@path'], maxAgeSeconds: 60 }, 110)).toBeUndefined();
  });

  it.each([
    ['two signatures', { 'signature-input': ['a=("@path");keyid="k"', 'b=("@path");keyid="k"'] }],
    ['a component twice', { 'signature-input': ['a=("@path" "@path");keyid="k"'], signature: ['a=::'] }],
    ['a parameter of a component', { 'signature-input': ['a=("@path";req);keyid="k"'] }],
    ['no keyid', { 'signature-input': ['a=("@path");created=1'], signature: ['a=:AA==:'] }],
    ['another label', { 'signature-input': ['a=("@path");keyid="k"'], signature: ['b=:AA==:'] }],
    ['a field that was not sent', { 'signature-input': ['a=("x-none");keyid="k"'], signature: ['a=:AA==:'] }],
    ['a component that is not understood', { 'signature-input': ['a=("@status");keyid="k"'], signature: ['a=:AA==:'] }],
    ['bytes alone', { signature: ['a=:AA==:'] }],
    ['something endless', { 'signature-input': [`a=(${'"x" '.repeat(4000)});keyid="k"`] }],
  ] as const)('with %s are refused', (_why, fields) => {
    expect(() => readSignature(request(fields as unknown as Record<string, string[]>))).toThrow();
  });

  it('may be absent', () => {
    expect(readSignature(request({}))).toBeUndefined();
  });
});

import fc from 'fast-check';

/** Bytes that are nearly messages of HTTP/1.1: from pieces that parsers are known to disagree about, then damaged. All text is latin1. */

const usually = <T>(common: T, ...rare: T[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(common) }, { weight: 1, arbitrary: fc.constantFrom(...(rare.length ? rare : [common])) });

const lineEnd = usually('\r\n', '\n', '\r', '\r\r\n', '\n\r', '\r\n ', '\0\r\n');
const blank = usually(' ', '', '  ', '\t', ' \t', '\x0b', '\x0c', '\xa0');
const colon = usually(':', ' :', '\t:', '', '::', '\0:');
const version = usually('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'http/1.1', 'HTTP/01.1', 'HTTP/1.1 ', '');
const method = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'DELETE',
  'PATCH',
  'get',
  'M-SEARCH',
  'QUERY',
  'PRI',
  'CONNECT',
  'G T',
);
const target = fc.oneof(
  fc.constantFrom(
    '/',
    '/a?b=c',
    '/a%20b',
    '*',
    'http://a.example/',
    'http://a.example?x',
    '//a',
    '/#x',
    '/\x7f',
    '/\xe4',
    '/a b',
    '',
    '/"<>^`{|}',
  ),
  fc.string({ unit: fc.constantFrom(...'/a.%?&=;:@!$\'()*+,~-_[]{}|\\^"<>#'), maxLength: 12 }).map((text) => `/${text}`),
);
const number = fc.oneof(
  fc.nat({ max: 20 }).map(String),
  fc.constantFrom(
    '0',
    '00',
    '007',
    '+5',
    '-1',
    '0x5',
    '5 ',
    '5,5',
    '5, 6',
    '1e1',
    '5.0',
    '',
    '18446744073709551616',
    '4294967296',
    '5\0',
    '5\u00b2',
  ),
);
const coding = usually(
  'chunked',
  'Chunked',
  'CHUNKED',
  'chunked, chunked',
  'gzip, chunked',
  'identity',
  'xchunked',
  'chunked;q=1',
  '"chunked"',
  'chunked,',
  ',chunked',
  '',
);
const field = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('Content-Length', 'content-length', 'Content-Length\0', 'Content_Length'), number) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom('Transfer-Encoding', 'transfer-encoding', 'Transfer_Encoding', 'Transfer-Encoding '), coding),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant('Connection'),
      fc.constantFrom('close', 'keep-alive', 'Upgrade', 'keep-alive, close', 'Transfer-Encoding', 'x,,y'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom('Upgrade', 'Expect', 'Host', 'TE', 'Trailer'),
      fc.constantFrom('websocket', 'h2c', '100-continue', 'a.example', 'b', ''),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.string({ unit: fc.constantFrom(...'aZ-_.!~|0:( \t\x7f\xff'), minLength: 1, maxLength: 6 }),
      fc.string({ unit: fc.constantFrom(...'aZ ,;="\t\x01\x7f\xff\r\n\0'), maxLength: 8 }),
    ),
  },
);
const fieldLine = fc
  .tuple(field, colon, blank, blank, lineEnd)
  .map(([[name, value], mark, before, after, end]) => `${name}${mark}${before}${value}${after}${end}`);
const fields = fc.array(fieldLine, { maxLength: 5 }).map((lines) => lines.join(''));

const chunk = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'ab\r\n0;'), maxLength: 18 }),
    usually('', ';a', ';a="b"', ' ', '\t', ';\n', ';\r\n'),
    usually(0, 1, -1),
    lineEnd,
    lineEnd,
  )
  .map(([data, extension, lie, one, two]) => `${(data.length + lie).toString(16)}${extension}${one}${data}${two}`);
const chunks = fc
  .tuple(
    fc.array(chunk, { maxLength: 3 }),
    usually('0\r\n\r\n', '0\r\nX: y\r\n\r\n', '0\r\n', '00\r\n\r\n', '0\n\n', '0;a\r\n\r\n', '0\r\n\r\r\n'),
  )
  .map(([all, last]) => all.join('') + last);
const body = fc.oneof(fc.constant(''), fc.string({ unit: fc.constantFrom(...'ab\r\n0GET /'), maxLength: 24 }), chunks);

/** One message whose framing fits its body, so that what comes after it is looked at too. */
const framed = fc.oneof(
  fc.constant(['', '']),
  fc.string({ unit: fc.constantFrom(...'ab\r\n0'), maxLength: 20 }).map((text) => [`Content-Length: ${text.length}\r\n`, text]),
  chunks.map((text) => ['Transfer-Encoding: chunked\r\n', text]),
);

const honestRequest = fc
  .tuple(method, target, fields, framed)
  .map(([name, path, more, [framing, content]]) => `${name} ${path} HTTP/1.1\r\nHost: a.example\r\n${framing}${more}\r\n${content}`);
const oddRequest = fc
  .tuple(
    method,
    blank,
    target,
    blank,
    version,
    lineEnd,
    usually('Host: a.example\r\n', '', 'Host: b\r\n', 'Host: a.example\r\nHost: a.example\r\n'),
    fields,
    lineEnd,
    body,
  )
  .map((pieces) => pieces.join(''));

const status = fc.constantFrom(
  '200 OK',
  '200',
  '200 ',
  '204 No Content',
  '304 x',
  '100 Continue',
  '103 Early Hints',
  '101 Switching',
  '99 x',
  '600 x',
  '2000',
  '20',
  '200\tOK',
  '200 \xff',
);
const response = fc
  .tuple(
    usually('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2', 'ICY'),
    blank,
    status,
    lineEnd,
    fc.oneof(
      framed.map(([lines]) => lines),
      fc.constant(''),
    ),
    fields,
    lineEnd,
    body,
  )
  .map((pieces) => pieces.join(''));
const honestResponse = fc
  .tuple(status, fields, framed)
  .map(([line, more, [framing, content]]) => `HTTP/1.1 ${line}\r\n${framing}${more}\r\n${content}`);

/** Up to three bytes put in, taken away or changed. */
const damage = fc.array(
  fc.tuple(fc.constantFrom('insert', 'remove', 'change'), fc.nat(), fc.constantFrom(...'\r\n\0 \t:,;0aG/\x7f\xff\x0b')),
  { maxLength: 3 },
);

function damaged(text: string, steps: readonly (readonly [string, number, string])[]): string {
  return steps.reduce((now, [how, place, byte]) => {
    const at = now.length === 0 ? 0 : place % now.length;
    return now.slice(0, at) + (how === 'remove' ? '' : byte) + now.slice(how === 'insert' ? at : at + 1);
  }, text);
}

const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 6 });

/** What comes on one connection, and where it comes apart. `seeds` are damaged too. */
export function connections(seeds: readonly string[]): fc.Arbitrary<[text: string, cuts: number[]]> {
  const message = fc.oneof(
    { weight: 3, arbitrary: honestRequest },
    { weight: 2, arbitrary: oddRequest },
    { weight: 2, arbitrary: fc.constantFrom(...seeds) },
  );
  const several = fc.array(message, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
  return fc.tuple(
    fc.tuple(several, damage).map(([text, steps]) => damaged(text, steps)),
    cuts,
  );
}

export function answers(seeds: readonly string[]): fc.Arbitrary<[text: string, cuts: number[]]> {
  const message = fc.oneof(
    { weight: 3, arbitrary: honestResponse },
    { weight: 2, arbitrary: response },
    { weight: 2, arbitrary: fc.constantFrom(...seeds) },
  );
  return fc.tuple(
    fc
      .tuple(
        fc.array(message, { minLength: 1, maxLength: 2 }).map((all) => all.join('')),
        damage,
      )
      .map(([text, steps]) => damaged(text, steps)),
    cuts,
  );
}

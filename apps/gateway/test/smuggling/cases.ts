import type { Http2Field } from './http2-frames.ts';

/**
 * Published ways to make two readers of one connection disagree, each against the data plane with a real server behind it. `refused`: one
 * answer with this status, the connection is closed, and nothing arrives at the backend. `harmless`: these answers, and exactly these
 * messages arrive, as `METHOD target body` and then the names of fields that should not have come along.
 */

/** Where cases come from. */
const rfc = (section: string) => `RFC 9112 section ${section}`;
const semantics = (section: string) => `RFC 9110 section ${section}`;
const http2 = (section: string) => `RFC 9113 section ${section}`;
const watchfire = 'Linhart, Klein, Heled, Orrin, "HTTP Request Smuggling", Watchfire 2005';
const variants = 'Klein, "HTTP Request Smuggling in 2020: New Variants, New Defenses and New Challenges", Black Hat USA 2020';
const wookiees = 'regilero, "Hiding Wookiees in HTTP", DEF CON 24, 2016';
const reborn = 'Kettle, "HTTP Desync Attacks: Request Smuggling Reborn", PortSwigger 2019';
const sequel = 'Kettle, "HTTP/2: The Sequel is Always Worse", PortSwigger 2021';
const browser = 'Kettle, "Browser-Powered Desync Attacks", PortSwigger 2022';
const endgame = 'Kettle, "HTTP/1.1 must die: the desync endgame", PortSwigger 2025';
const funkyChunks = 'Weikop, "Funky chunks: abusing ambiguous chunk line terminators", 2025';
const tezero = 'Arnolfo, bsysop, "Unveiling TE.0 HTTP Request Smuggling", Bugcrowd 2024';
const h2cUpgrade = 'Miller, "h2c Smuggling", Bishop Fox 2020';
const webSocket = 'Egorov, "What is wrong with WebSocket APIs", Hacktivity 2019';
const hopByHop = 'Davison, "Abusing HTTP hop-by-hop request headers", 2019';
const responses = 'Doyhenard, "Response Smuggling: Exploiting HTTP/1.1 Connections", DEF CON 29, 2021';

const host = 'Host: a.example';
const smuggled = 'GET /app/smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n';
const next = 'GET /app/next HTTP/1.1\r\nHost: a.example\r\n\r\n';
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const post = (...fields: string[]) => head('POST /app HTTP/1.1', host, ...fields);
const get = (...fields: string[]) => head('GET /app HTTP/1.1', host, ...fields);
const chunked = 'Transfer-Encoding: chunked';
const length = (content: string) => `Content-Length: ${content.length}`;

// biome-ignore format: one case a line
export const refused: readonly [name: string, source: string, sends: string, status: number][] = [
  // Two framings
  ['CL.TE', reborn, `${post('Content-Length: 6', chunked)}0\r\n\r\nG`, 400],
  ['TE.CL', reborn, `${post(chunked, 'Content-Length: 3')}8\r\nSMUGGLED\r\n0\r\n\r\n`, 400],
  ['CL.TE with a whole request behind', watchfire, `${post('Content-Length: 5', chunked)}0\r\n\r\n${smuggled}`, 400],
  ['Content-Length beside Transfer-Encoding that agree', rfc('6.3'), `${post('Content-Length: 5', chunked)}0\r\n\r\n`, 400],
  ['both, and HTTP/1.0', rfc('6.1'), `${head('POST /app HTTP/1.0', host, 'Content-Length: 5', chunked)}0\r\n\r\n`, 400],
  ['both, after many other fields', variants, `${post(...many(100), 'Content-Length: 5', chunked)}0\r\n\r\n`, 400],

  // Transfer-Encoding that one reader does not recognise
  ['TE.TE: a second coding', reborn, `${post(chunked, 'Transfer-Encoding: x')}0\r\n\r\n`, 501],
  ['TE.TE: twice chunked', 'CVE-2020-8287 (Node.js)', `${post(chunked, chunked)}0\r\n\r\n`, 501],
  ['xchunked', reborn, post('Transfer-Encoding: xchunked'), 501],
  ['chunked in quotes', reborn, post('Transfer-Encoding: "chunked"'), 501],
  ['identity', 'CVE-2024-1135 (Gunicorn)', post('Transfer-Encoding: identity'), 501],
  ['chunked, identity', rfc('6.1'), post('Transfer-Encoding: chunked, identity'), 501],
  ['gzip, chunked', rfc('7'), post('Transfer-Encoding: gzip, chunked'), 501],
  ['chunked twice in one field', rfc('6.1'), post('Transfer-Encoding: chunked, chunked'), 501],
  ['a comma after chunked', variants, post('Transfer-Encoding: chunked,'), 501],
  ['chunked with a parameter', 'CVE-2022-1705 (Go)', post('Transfer-Encoding: chunked;q=1'), 501],
  ['an empty coding', 'CVE-2022-1705 (Go)', post('Transfer-Encoding:', 'Content-Length: 5'), 400],
  ['vertical tab before chunked', 'CVE-2019-18277 (HAProxy)', post('Transfer-Encoding: \x0bchunked', 'Content-Length: 5'), 400],
  ['form feed after chunked', reborn, post('Transfer-Encoding: chunked\x0c'), 400],
  ['NUL after chunked', reborn, post('Transfer-Encoding: chunked\0'), 400],
  ['a byte above ASCII after chunked', reborn, post('Transfer-Encoding: chunked\xa0'), 501],
  ['a space after chunked', reborn, `${post('Transfer-Encoding: chunked ')}0\r\n\r\n`, 501],
  ['a tab after chunked', reborn, `${post('Transfer-Encoding: chunked\t')}0\r\n\r\n`, 501],
  ['folded to the next line', 'CVE-2022-32215 (Node.js)', `${post('Transfer-Encoding:', ' chunked')}0\r\n\r\n`, 400],
  ['Transfer-Encoding in HTTP/1.0', rfc('6.1'), `${head('POST /app HTTP/1.0', host, chunked)}0\r\n\r\n`, 400],

  // Content-Length that two readers read differently
  ['two lengths', watchfire, `${post('Content-Length: 0', 'Content-Length: 44')}${smuggled}`, 400],
  ['two equal lengths', rfc('6.3'), `${post('Content-Length: 1', 'Content-Length: 1')}a`, 400],
  ['three lengths', 'CVE-2017-7658 (Jetty)', post('Content-Length: 0', 'Content-Length: 1', 'Content-Length: 0'), 400],
  ['a list of lengths', 'CVE-2020-10108 (Twisted)', `${post('Content-Length: 1, 1')}a`, 400],
  ['a plus sign', 'CVE-2021-32715 (hyper), CVE-2023-40167 (Jetty)', `${post('Content-Length: +1')}a`, 400],
  ['a minus sign', semantics('8.6'), post('Content-Length: -1'), 400],
  ['hexadecimal', 'CVE-2023-38697 (protocol-http1)', `${post('Content-Length: 0x1')}a`, 400],
  ['a fraction', semantics('8.6'), post('Content-Length: 1.0'), 400],
  ['an exponent', semantics('8.6'), post('Content-Length: 1e1'), 400],
  ['underscored digits', semantics('8.6'), post('Content-Length: 1_0'), 400],
  ['an empty length', 'CVE-2023-40225 (HAProxy), CVE-2023-40175 (Puma)', `${post('Content-Length:')}${smuggled}`, 400],
  ['an empty length before a true one', 'CVE-2023-40225 (HAProxy)', `${post('Content-Length:', 'Content-Length: 1')}a`, 400],
  ['a length beyond 64 bits', 'CVE-2014-0099 (Tomcat)', post('Content-Length: 18446744073709551617'), 400],
  ['a suffix', variants, post('Content-Length: 1abcd'), 400],
  ['digits of another script', variants, post('Content-Length: \xd9\xa1'), 400],
  ['a tab after a length', variants, `${post('Content-Length: 1\t')}a`, 400],
  ['space within', variants, post('Content-Length: 1 1'), 400],
  ['folded to the next line', 'CVE-2024-27982 (Node.js)', `${post('Content-Length:', ' 1')}a`, 400],

  // Field lines
  ['space before the colon of a framing field', 'CVE-2019-16276 (Go), CVE-2019-16869 (Netty)', post('Content-Length : 1'), 400],
  ['space before the colon', 'CVE-2021-22959 (Node.js)', get('X-A : b'), 400],
  ['tab before the colon', rfc('5.1'), post('Transfer-Encoding\t: chunked'), 400],
  ['space before the first field', rfc('2.2'), `GET /app HTTP/1.1\r\n Host: b.example\r\n${host}\r\n\r\n`, 400],
  ['folding', rfc('5.2'), get('X-A: b', ' c'), 400],
  ['folding by a tab', rfc('5.2'), get('X-A: b', '\tTransfer-Encoding: chunked'), 400],
  ['Expect, folded', 'CVE-2025-32094 (Akamai)', head('OPTIONS /app HTTP/1.1', host, 'Expect:', ' 100-continue', 'Content-Length: 3'), 400],
  ['bare LF between fields', 'CVE-2021-41136 (Puma)', `GET /app HTTP/1.1\r\n${host}\nX-A: b\r\n\r\n`, 400],
  ['bare LF everywhere', rfc('2.2'), `GET /app HTTP/1.1\n${host}\n\n`, 400],
  ['bare LF after the request line', 'nodejs/llhttp issue 877', `GET /app\nHost: a.example\r\nContent-Length: 5\r\n\r\nhello`, 400],
  ['bare CR in a value', 'CVE-2023-30589 (llhttp)', get('X-A: \rContent-Length: 5'), 400],
  ['bare CR before a field', 'CVE-2015-8852 (Varnish)', get('X-A: b\rX-B: c'), 400],
  ['CR CR LF', rfc('2.2'), `GET /app HTTP/1.1\r\n${host}\r\r\n\r\n`, 400],
  ['CR and another octet at the end of the head', 'CVE-2025-23167 (llhttp)', `GET /app HTTP/1.1\r\n${host}\r\n\rX\r\n\r\n`, 400],
  ['LF CR at the end of the head', wookiees, `GET /app HTTP/1.1\r\n${host}\r\n\n\r`, 400],
  ['NUL in a value', rfc('2.2'), get('X-A: a\0b'), 400],
  ['NUL in a name', wookiees, get('X\0A: b'), 400],
  ['NUL before the colon', wookiees, post('Content-Length\0: 1'), 400],
  ['DEL in a value', semantics('5.5'), get('X-A: a\x7fb'), 400],
  ['an empty name', 'CVE-2023-25725 (HAProxy)', get(': x', 'Content-Length: 0'), 400],
  ['no colon', rfc('5'), get('X-A'), 400],
  ['a name in quotes', semantics('5.1'), get('"Transfer-Encoding": chunked'), 400],
  ['a byte above ASCII in a name', variants, post('Content-Length\xa0: 1'), 400],

  // Request lines
  ['HTTP/0.9', 'CVE-2017-7656 (Jetty)', 'GET /app\r\n\r\n', 400],
  ['HTTP/0.9 with fields', 'CVE-2017-7656 (Jetty)', `GET /app\r\n${host}\r\n\r\n`, 400],
  ['HTTP/1.2', rfc('2.3'), head('GET /app HTTP/1.2', host), 400],
  ['HTTP/2.0', rfc('2.3'), head('GET /app HTTP/2.0', host), 400],
  ['HTTP/1.10', variants, head('GET /app HTTP/1.10', host), 400],
  ['HTTP/01.1', variants, head('GET /app HTTP/01.1', host), 400],
  ['http/1.1', rfc('2.3'), head('GET /app http/1.1', host), 400],
  ['no version but a space', rfc('3'), head('GET /app ', host), 400],
  ['another protocol', rfc('2.3'), head('GET /app ICY/1.1', host), 400],
  ['two spaces before the target', rfc('3'), head('GET  /app HTTP/1.1', host), 400],
  ['two spaces after the target', rfc('3'), head('GET /app  HTTP/1.1', host), 400],
  ['a space in the target', rfc('3.2'), head('GET /app x HTTP/1.1', host), 400],
  ['a tab in the request line', 'CVE-2016-8743 (Apache)', head('GET\t/app HTTP/1.1', host), 400],
  ['a vertical tab in the request line', 'CVE-2016-8743 (Apache)', head('GET /app\x0bHTTP/1.1', host), 400],
  ['a space after the version', rfc('3'), head('GET /app HTTP/1.1 ', host), 400],
  ['a method that is no token', semantics('9.1'), head('G(T /app HTTP/1.1', host), 400],
  ['an empty line first', rfc('2.2'), `\r\n${get()}`, 400],
  ['a fragment', rfc('3.2'), head('GET /app#/../x HTTP/1.1', host), 400],
  ['a raw byte above ASCII in the target', 'RFC 3986 section 2', head('GET /app/\xe4 HTTP/1.1', host), 400],
  ['CONNECT', rfc('3.2.3'), head('CONNECT a.example:443 HTTP/1.1', host), 405],
  ['the method of the preface of HTTP/2', http2('3.4'), head('PRI /app HTTP/1.1', host), 400],
  ['the asterisk with GET', rfc('3.2.4'), head('GET * HTTP/1.1', host), 400],
  ['a target without a slash', rfc('3.2'), head('GET app HTTP/1.1', host), 400],
  ['dot segments that leave the root', 'RFC 3986 section 5.2.4', head('GET /app/../../x HTTP/1.1', host), 400],
  ['an encoded slash in a dot segment', 'CVE-2021-41773 (Apache)', head('GET /app/.%2e/x HTTP/1.1', host), 400],
  ['a backslash', 'CVE-2019-19781 (Citrix)', head('GET /app/..\\x HTTP/1.1', host), 400],

  // Host
  ['no Host', rfc('3.2'), head('GET /app HTTP/1.1'), 400],
  ['an empty Host', rfc('3.2'), head('GET /app HTTP/1.1', 'Host:'), 400],
  ['two Hosts', rfc('3.2'), get('Host: b.example'), 400],
  ['two equal Hosts', rfc('3.2'), get(host), 400],
  ['Hosts of different case', rfc('3.2'), get('hOST: b.example'), 400],
  ['a list of hosts', semantics('7.2'), head('GET /app HTTP/1.1', 'Host: a.example, b.example'), 400],
  ['Host with a path', semantics('7.2'), head('GET /app HTTP/1.1', 'Host: a.example/x'), 400],
  ['Host with a user', semantics('7.2'), head('GET /app HTTP/1.1', 'Host: a.example@b.example'), 400],
  ['Host with an odd port', semantics('7.2'), head('GET /app HTTP/1.1', 'Host: a.example:80:80'), 400],
  ['absolute form against Host', rfc('3.2.2'), head('GET http://b.example/app HTTP/1.1', host), 400],
  ['absolute form with a user', semantics('4.2.4'), head('GET http://u@a.example/app HTTP/1.1', host), 400],
  ['absolute form of another scheme', rfc('3.2.2'), head('GET ftp://a.example/app HTTP/1.1', host), 400],
  ['absolute form with a backslash', wookiees, head('GET http://a.example\\@b.example/app HTTP/1.1', host), 400],

  // Chunks
  ['a chunk extension', 'CVE-2021-22960 (llhttp)', `${post(chunked)}1;a=b\r\nx\r\n0\r\n\r\n`, 400],
  ['bare LF in a chunk extension', 'CVE-2025-55315 (Kestrel)', `${post(chunked)}2;\n;x\r\nxx\r\n0\r\n\r\n`, 400],
  ['bare LF after a chunk size', 'CVE-2025-22871 (Go)', `${post(chunked)}1\nx\r\n0\r\n\r\n`, 400],
  ['bare CR after a chunk size', funkyChunks, `${post(chunked)}1\rx\r\n0\r\n\r\n`, 400],
  ['two octets that are no CRLF after chunk data', 'CVE-2025-43859 (h11)', `${post(chunked)}1\r\nxXX0\r\n\r\n`, 400],
  ['LF after chunk data', funkyChunks, `${post(chunked)}1\r\nx\n0\r\n\r\n`, 400],
  ['more data than the chunk says', funkyChunks, `${post(chunked)}1\r\nxy\r\n0\r\n\r\n`, 400],
  ['less data than the chunk says', funkyChunks, `${post(chunked)}3\r\nx\r\n0\r\n\r\n0\r\n\r\n`, 400],
  ['a chunk size with 0x', 'CVE-2023-38697 (protocol-http1)', `${post(chunked)}0x1\r\nx\r\n0\r\n\r\n`, 400],
  ['a chunk size with a plus sign', 'CVE-2023-38697 (protocol-http1)', `${post(chunked)}+1\r\nx\r\n0\r\n\r\n`, 400],
  ['a negative chunk size', 'CVE-2014-0075 (Tomcat)', `${post(chunked)}-1\r\nx\r\n0\r\n\r\n`, 400],
  ['space before a chunk size', rfc('7.1'), `${post(chunked)} 1\r\nx\r\n0\r\n\r\n`, 400],
  ['space after a chunk size', rfc('7.1'), `${post(chunked)}1 \r\nx\r\n0\r\n\r\n`, 400],
  ['an underscore in a chunk size', 'CVE-2022-24790 (Puma)', `${post(chunked)}1_0\r\n${'x'.repeat(16)}\r\n0\r\n\r\n`, 400],
  ['a chunk size beyond 64 bits', 'CVE-2017-7657 (Jetty)', `${post(chunked)}10000000000000001\r\nx\r\n0\r\n\r\n`, 400],
  ['a chunk size beyond 32 bits', 'CVE-2021-32714 (hyper)', `${post(chunked)}f0000000000000001\r\nx\r\n0\r\n\r\n`, 400],
  ['no chunk size', rfc('7.1'), `${post(chunked)}\r\nx\r\n0\r\n\r\n`, 400],
  ['a trailer', 'CVE-2023-40175 (Puma)', `${post(chunked)}0\r\nContent-Length: 5\r\n\r\n`, 400],
  ['a trailer that is folded', rfc('7.1.2'), `${post(chunked)}0\r\n X: y\r\n\r\n`, 400],
  ['bare LF at the end of the chunks', 'CVE-2015-3183 (Apache)', `${post(chunked)}0\r\n\n${smuggled}`, 400],
  ['no empty line at the end of the chunks', 'CVE-2021-41136 (Puma)', `${post(chunked)}0\r\n${smuggled}`, 400],

  // Too much
  ['a target that is too long', semantics('4.1'), head(`GET /${'a'.repeat(9000)} HTTP/1.1`, host), 414],
  ['too many fields', rfc('5'), get(...many(200)), 431],
  ['a head that is too large', rfc('5'), get(`X-A: ${'a'.repeat(40_000)}`), 431],
  ['a name that has no end', rfc('5'), `GET /app HTTP/1.1\r\n${host}\r\n${'a'.repeat(40_000)}`, 431],

  // Expectations
  ['an unknown expectation', semantics('10.1.1'), post('Expect: 200-ok', 'Content-Length: 0'), 417],
  ['a hidden 100-continue', endgame, post('Expect: y 100-continue', 'Content-Length: 0'), 417],
  ['two expectations', endgame, post('Expect: 100-continue', 'Expect: 100-continue', 'Content-Length: 0'), 417],
];

/** `inPieces`: where it makes a difference that the rest comes later. */
// biome-ignore format: one case a line
export const harmless: readonly [
  name: string,
  source: string,
  sends: string,
  answers: number[],
  arrives: string[],
  inPieces?: { answers: number[]; arrives: string[] },
][] = [
  ['requests one after the other', rfc('9.3.2'), get() + next + get(), [200, 200, 200], ['GET /app ', 'GET /app/next ', 'GET /app ']],
  ['a length of 0, then another request', rfc('6.3'), post('Content-Length: 0') + next, [200, 200], ['POST /app ', 'GET /app/next ']],
  ['zeros before a length', semantics('8.6'), `${post('Content-Length: 0003')}abc${next}`, [200, 200], ['POST /app abc', 'GET /app/next ']],
  ['chunks, then another request', rfc('7.1'), `${post(chunked)}3\r\nabc\r\n0\r\n\r\n${next}`, [200, 200], ['POST /app abc', 'GET /app/next ']],
  ['CHUNKED', rfc('7'), `${post('TRANSFER-ENCODING: CHUNKED')}3\r\nabc\r\n0\r\n\r\n`, [200], ['POST /app abc']],
  ['CL.0', browser, post(length(smuggled)) + smuggled + next, [200, 200], [`POST /app ${smuggled}`, 'GET /app/next ']],
  ['a GET with a body', 'CVE-2020-26281 (async-h1)', get(length(smuggled)) + smuggled + next, [200, 200], [`GET /app ${smuggled}`, 'GET /app/next ']],
  ['a GET with chunks', semantics('9.3.1'), `${get(chunked)}1\r\nx\r\n0\r\n\r\n${next}`, [200, 200], ['GET /app x', 'GET /app/next ']],
  ['TE.0', tezero, `${head('OPTIONS /app HTTP/1.1', host, chunked)}${chunk(smuggled)}0\r\n\r\n${next}`, [200, 200], [`OPTIONS /app ${smuggled}`, 'GET /app/next ']],
  ['0.CL at a gateway that answers itself', endgame, head('GET /none HTTP/1.1', host, length(smuggled)) + smuggled + next, [404, 200], ['GET /app/next '], { answers: [404], arrives: [] }],
  ['a body after an answer of the gateway', 'CVE-2019-20372 (nginx)', head('POST /none HTTP/1.1', host, length(smuggled)) + smuggled, [404], []],
  ['a body that nothing announces', rfc('6.3'), `${post()}x=1`, [200, 400], ['POST /app ']],
  ['a malformed request behind a good one', rfc('9.3.2'), `${get()}G\0T`, [200, 400], ['GET /app ']],
  ['a request behind Connection: close', rfc('9.6'), get('Connection: close') + smuggled, [200], ['GET /app ']],
  ['a request behind one of HTTP/1.0', rfc('9.3'), head('GET /app HTTP/1.0', host) + smuggled, [200], ['GET /app ']],
  ['a request behind the first malformed body', 'CVE-2022-22720 (Apache)', `${post(chunked)}x${smuggled}`, [400], []],
  ['100-continue with its body at once', endgame, `${post('Expect: 100-continue', 'Content-Length: 3')}abc${next}`, [100, 200, 200], ['POST /app abc', 'GET /app/next ']],
  ['100-continue without a body', endgame, get('Expect: 100-continue') + next, [200, 200], ['GET /app ', 'GET /app/next ']],
  ['Connection names Content-Length', hopByHop, `${post('Connection: Content-Length', 'Content-Length: 3')}abc`, [200], ['POST /app abc']],
  ['Connection names Transfer-Encoding', 'CVE-2026-26365 (Akamai)', `${post('Connection: Transfer-Encoding', chunked)}3\r\nabc\r\n0\r\n\r\n`, [200], ['POST /app abc']],
  ['Connection names Host', hopByHop, get('Connection: Host'), [200], ['GET /app ']],
  ['Connection names what the gateway says', hopByHop, get('Connection: X-Forwarded-For, X-Request-Id'), [200], ['GET /app ']],
  ['fields written with underscores', variants, `${post('Content_Length: 99', 'Transfer_Encoding: chunked', 'Content-Length: 3')}abc`, [200], ['POST /app abc']],
  ['fields of one connection', semantics('7.6.1'), get('Keep-Alive: timeout=5', 'Proxy-Connection: keep-alive', 'TE: trailers', 'Trailer: X', 'Proxy-Authorization: x'), [200], ['GET /app ']],
  ['a very long name that ends like a framing field', 'CVE-2021-40346 (HAProxy)', `${post(`Content-Length0${'a'.repeat(255)}:`, 'Content-Length: 3')}abc`, [200], ['POST /app abc']],
  ['absolute form', rfc('3.2.2'), head('GET http://a.example/app?x HTTP/1.1', host), [200], ['GET /app?x ']],
  ['encoded CR and LF in the target', 'CVE-2023-25690 (Apache)', head('GET /app/%20HTTP/1.1%0d%0aX:%20y HTTP/1.1', host), [200], ['GET /app/%20HTTP/1.1%0d%0aX:%20y ']],
  ['an upgrade to h2c', h2cUpgrade, get('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'), [200], ['GET /app ']],
  ['an upgrade to h2c that Connection does not name', h2cUpgrade, get('Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'), [200], ['GET /app ']],
  ['an upgrade to TLS', semantics('7.8'), get('Connection: Upgrade', 'Upgrade: TLS/1.0'), [200], ['GET /app ']],
  ['an upgrade to WebSocket with a body', webSocket, `${post('Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 3')}abc${next}`, [200, 200], ['POST /app abc', 'GET /app/next ']],
  ['an upgrade that the backend refuses opens no tunnel', webSocket, get('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 1') + smuggled, [200, 200], ['GET /app connection upgrade', 'GET /app/smuggled ']],
];

/** What a backend sends as its answer to a GET (or HEAD), and what the client gets: a status with a body, or `cut` where it can tell that the answer is not whole. After each, the next request has to get its own answer. */
// biome-ignore format: one case a line
export const lies: readonly [name: string, source: string, sends: string | string[], gets: string, method?: string][] = [
  ['Content-Length beside Transfer-Encoding', rfc('6.3'), head('HTTP/1.1 200 OK', 'Content-Length: 3', chunked), '502'],
  ['two lengths', rfc('6.3'), `${head('HTTP/1.1 200 OK', 'Content-Length: 3', 'Content-Length: 30')}abc`, '502'],
  ['a list of lengths', rfc('6.3'), `${head('HTTP/1.1 200 OK', 'Content-Length: 3, 3')}abc`, '502'],
  ['a signed length', semantics('8.6'), `${head('HTTP/1.1 200 OK', 'Content-Length: +3')}abc`, '502'],
  ['another coding', rfc('6.1'), head('HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked'), '502'],
  ['chunks in HTTP/1.0', rfc('6.1'), `${head('HTTP/1.0 200 OK', chunked)}0\r\n\r\n`, '502'],
  ['folding', rfc('5.2'), head('HTTP/1.1 200 OK', 'X: y', ' Content-Length: 3', 'Content-Length: 0'), '502'],
  ['bare LF', rfc('2.2'), 'HTTP/1.1 200 OK\nContent-Length: 3\n\nabc', '502'],
  ['bare CR', 'CVE-2023-30589 (llhttp)', head('HTTP/1.1 200 OK', 'X: y\rContent-Length: 3'), '502'],
  ['NUL', rfc('2.2'), head('HTTP/1.1 200 OK', 'X: y\0'), '502'],
  ['space before the colon', rfc('5.1'), head('HTTP/1.1 200 OK', 'Content-Length : 3'), '502'],
  ['HTTP/0.9', rfc('2.3'), 'hello\r\n\r\n', '502'],
  ['HTTP/2.0', rfc('2.3'), head('HTTP/2.0 200 OK', 'Content-Length: 0'), '502'],
  ['a status of two digits', rfc('4'), head('HTTP/1.1 20 OK', 'Content-Length: 0'), '502'],
  ['a head that is too large', rfc('5'), head('HTTP/1.1 200 OK', `X: ${'y'.repeat(70_000)}`), '502'],
  ['a status alone', rfc('4'), head('HTTP/1.1 200', 'Content-Length: 3').concat('abc'), '200 abc'],
  ['an answer with another one behind', responses, `${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc${poison()}`, '200 abc'],
  ['another one a moment later', responses, [`${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc`, poison()], '200 abc'],
  ['chunks with another answer behind', responses, `${head('HTTP/1.1 200 OK', chunked)}3\r\nabc\r\n0\r\n\r\n${poison()}`, '200 abc'],
  ['HEAD with a body', rfc('6.3'), `${head('HTTP/1.1 200 OK', 'Content-Length: 9')}${poison()}`, '200 ', 'HEAD'],
  ['HEAD with a body a moment later', responses, [head('HTTP/1.1 200 OK', 'Content-Length: 9'), poison()], '200 ', 'HEAD'],
  ['HEAD with chunks', rfc('6.3'), `${head('HTTP/1.1 200 OK', chunked)}3\r\nabc\r\n0\r\n\r\n`, '200 ', 'HEAD'],
  ['204 with a body', rfc('6.3'), `${head('HTTP/1.1 204 No Content', 'Content-Length: 3')}abc`, '204 '],
  ['304 with a body', rfc('6.3'), `${head('HTTP/1.1 304 Not Modified', 'Content-Length: 3')}abc`, '304 '],
  ['Connection: close with another answer behind', rfc('9.6'), `${head('HTTP/1.1 200 OK', 'Connection: close', 'Content-Length: 3')}abc${poison()}`, '200 abc'],
  ['100 before the answer', semantics('15.2'), `${head('HTTP/1.1 100 Continue')}${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc`, '200 abc'],
  ['several of 1xx', semantics('15.2'), `${head('HTTP/1.1 102 Processing')}${head('HTTP/1.1 103 Early Hints', 'Link: </x>')}${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc`, '200 abc'],
  ['100 that claims a body', rfc('6.3'), `${head('HTTP/1.1 100 Continue', 'Content-Length: 40')}${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc`, '200 abc'],
  ['100 that ends the connection, and an answer', rfc('9.6'), `${head('HTTP/1.1 100 Continue', 'Connection: close')}${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc`, '502'],
  ['100 that claims chunks', endgame, `${head('HTTP/1.1 100 Continue', chunked)}${head('HTTP/1.1 200 OK', 'Content-Length: 3')}abc`, '200 abc'],
  ['101 that nobody asked for', semantics('15.2.2'), head('HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'), '502'],
  ['101 to h2c', h2cUpgrade, head('HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: h2c'), '502'],
  ['less than its length', rfc('8'), [`${head('HTTP/1.1 200 OK', 'Content-Length: 30')}abc`, ''], 'cut'],
  ['chunks without an end', rfc('8'), [`${head('HTTP/1.1 200 OK', chunked)}3\r\nabc\r\n`, ''], 'cut'],
  ['a malformed chunk', rfc('7.1'), `${head('HTTP/1.1 200 OK', chunked)}x\r\nabc\r\n0\r\n\r\n`, '502'],
  ['a malformed chunk behind a good one', rfc('7.1'), [`${head('HTTP/1.1 200 OK', chunked)}3\r\nabc\r\n`, `x\r\n${poison()}`], 'cut'],
  ['a chunk size beyond 64 bits', 'CVE-2017-7657 (Jetty)', `${head('HTTP/1.1 200 OK', chunked)}10000000000000003\r\nabc\r\n0\r\n\r\n`, '502'],
  ['a chunk extension', 'CVE-2025-58056 (Netty)', `${head('HTTP/1.1 200 OK', chunked)}3;a=b\r\nabc\r\n0\r\n\r\n`, '502'],
  ['a trailer without a colon', rfc('7.1.2'), `${head('HTTP/1.1 200 OK', chunked)}3\r\nabc\r\n0\r\nX y\r\n\r\n`, '502'],
  ['bare LF in a trailer', rfc('7.1.2'), `${head('HTTP/1.1 200 OK', chunked)}3\r\nabc\r\n0\r\nX: y\n\r\n`, '502'],
];

type Fields = readonly Http2Field[];
const request = (...more: Http2Field[]): Fields => [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':authority', 'a.example'],
  [':path', '/app'],
  ...more,
];
const posted = (...more: Http2Field[]): Fields => [[':method', 'POST'], ...request(...more).slice(1)];
const replaced = (name: string, value: string): Fields => request().map((field) => (field[0] === name ? [name, value] : field));

/** Requests of HTTP/2 in frames that no honest client sends, with the content that follows, and what arrives at a backend of HTTP/1.1. nghttp2 leaves fields out that cannot be, and resets the rest. */
// biome-ignore format: one case a line
export const downgrades: readonly [name: string, source: string, sends: Fields, content: string | undefined, arrives: string[]][] = [
  ['an honest GET', http2('8.1'), request(), undefined, ['GET /app ']],
  ['an honest POST', http2('8.1'), posted(['content-length', '3']), 'abc', ['POST /app abc']],
  ['a POST without a length', http2('8.1'), posted(), 'abc', ['POST /app abc']],
  ['crumbs of a cookie', http2('8.2.3'), request(['cookie', 'a=1'], ['cookie', 'b=2']), undefined, ['GET /app ']],
  ['H2.CL: shorter than the content', sequel, posted(['content-length', '0']), smuggled, []],
  ['H2.CL: longer than the content', sequel, posted(['content-length', '99']), 'abc', []],
  ['H2.CL: two lengths', 'CVE-2021-21295 (Netty)', posted(['content-length', '3'], ['content-length', '0']), 'abc', []],
  ['H2.CL: a signed length', 'CVE-2021-21409 (Netty)', posted(['content-length', '+3']), 'abc', []],
  ['H2.TE', sequel, posted(['transfer-encoding', 'chunked']), `0\r\n\r\n${smuggled}`, []],
  ['Transfer-Encoding in the value of another field', sequel, posted(['x-a', 'b\r\ntransfer-encoding: chunked']), `0\r\n\r\n${smuggled}`, [`POST /app 0\r\n\r\n${smuggled}`]],
  ['CRLF and a request in a value', sequel, request(['x-a', `b\r\n\r\n${smuggled}`]), undefined, ['GET /app ']],
  ['LF alone in a value', sequel, request(['x-a', 'b\ntransfer-encoding: chunked']), undefined, ['GET /app ']],
  ['CR alone in a value', http2('8.2.1'), request(['x-a', 'b\rc']), undefined, ['GET /app ']],
  ['NUL in a value', http2('8.2.1'), request(['x-a', 'b\0c']), undefined, ['GET /app ']],
  ['space around a value', http2('8.2.1'), request(['x-a', ' b ']), undefined, ['GET /app ']],
  ['CRLF in a name', sequel, request(['x-a: b\r\ntransfer-encoding', 'chunked']), undefined, ['GET /app ']],
  ['a colon in a name', sequel, request(['transfer-encoding: chunked\r\nx', 'y']), undefined, ['GET /app ']],
  ['a colon at the end of a name', sequel, request(['transfer-encoding:', 'chunked']), undefined, ['GET /app ']],
  ['space in a name', sequel, request(['transfer-encoding ', 'chunked']), undefined, ['GET /app ']],
  ['an upper-case name', http2('8.2.1'), request(['X-A', 'b']), undefined, []],
  ['an empty name', http2('8.2.1'), request(['', 'b']), undefined, ['GET /app ']],
  ['a request in the method', 'CVE-2021-33193 (Apache)', replaced(':method', 'GET /app/smuggled HTTP/1.1\r\nHost: a.example\r\n\r\nGET'), undefined, []],
  ['space in the method', 'CVE-2021-33193 (Apache)', replaced(':method', 'GET /app/admin?'), undefined, []],
  ['a request in the path', sequel, replaced(':path', '/app HTTP/1.1\r\nHost: a.example\r\n\r\nGET /app/smuggled'), undefined, []],
  ['space in the path', sequel, replaced(':path', '/app HTTP/1.1'), undefined, []],
  ['a path without a slash', http2('8.3.1'), replaced(':path', 'app'), undefined, []],
  ['an empty path', http2('8.3.1'), replaced(':path', ''), undefined, []],
  ['an absolute path', http2('8.3.1'), replaced(':path', 'http://b.example/app'), undefined, []],
  ['CRLF in the authority', sequel, replaced(':authority', 'a.example\r\ntransfer-encoding: chunked'), undefined, []],
  ['a path in the authority', sequel, replaced(':authority', 'a.example/x'), undefined, []],
  ['a user in the authority', http2('8.3.1'), replaced(':authority', 'u@a.example'), undefined, []],
  ['a request in the scheme', sequel, replaced(':scheme', 'http://b.example/app?'), undefined, []],
  ['two paths', sequel, request([':path', '/app/smuggled']), undefined, []],
  ['two methods', sequel, request([':method', 'POST']), undefined, []],
  ['two authorities', http2('8.3.1'), request([':authority', 'b.example']), undefined, []],
  ['Host against the authority', http2('8.3.1'), request(['host', 'b.example']), undefined, []],
  ['no path', http2('8.3.1'), request().filter(([name]) => name !== ':path'), undefined, []],
  ['no method', http2('8.3.1'), request().filter(([name]) => name !== ':method'), undefined, []],
  ['an unknown pseudo-header', http2('8.3'), request([':x', 'y']), undefined, []],
  ['a pseudo-header behind a field', http2('8.3'), [['x-a', 'b'], ...request()], undefined, []],
  ['a status in a request', http2('8.3'), request([':status', '200']), undefined, []],
  ['Connection', http2('8.2.2'), request(['connection', 'x-request-id']), undefined, []],
  ['Upgrade', http2('8.2.2'), request(['upgrade', 'websocket']), undefined, []],
  ['Keep-Alive', http2('8.2.2'), request(['keep-alive', 'timeout=5']), undefined, []],
  ['Proxy-Connection', http2('8.2.2'), request(['proxy-connection', 'keep-alive']), undefined, []],
  ['TE other than trailers', http2('8.2.2'), request(['te', 'gzip']), undefined, []],
  ['CONNECT', http2('8.5'), [[':method', 'CONNECT'], [':authority', 'a.example:443']], undefined, []],
  ['CONNECT to a protocol', 'RFC 8441 section 4', [[':method', 'CONNECT'], [':protocol', 'websocket'], ...request().slice(1)], undefined, []],
  ['Expect', endgame, posted(['expect', '100-continue']), 'abc', []],
  ['fields written with underscores', variants, posted(['content_length', '99'], ['transfer_encoding', 'chunked']), 'abc', ['POST /app abc']],
];

function many(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `X-${i}: y`);
}

function chunk(content: string): string {
  return `${content.length.toString(16)}\r\n${content}\r\n`;
}

function poison(): string {
  return `${head('HTTP/1.1 200 OK', 'Content-Length: 6')}poison`;
}

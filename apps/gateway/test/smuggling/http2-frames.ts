import { connect } from 'node:net';

export type Http2Field = readonly [name: string, value: string];

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const type = { data: 0, headers: 1, reset: 3, settings: 4, goAway: 7 } as const;
const endStream = 1;
const endHeaders = 4;

/** Sends one request on a new connection of HTTP/2, its fields as they are given. Resolves when it is answered, reset, or the connection ends. */
export function sendHttp2(port: number, fields: readonly Http2Field[], content: string | undefined): Promise<void> {
  const head = Buffer.concat(fields.map(literal));
  const frames = [
    Buffer.from(preface),
    frame(type.settings, 0, 0, Buffer.alloc(0)),
    frame(type.headers, endHeaders | (content === undefined ? endStream : 0), 1, head),
    ...(content === undefined ? [] : [frame(type.data, endStream, 1, Buffer.from(content, 'latin1'))]),
  ];
  return new Promise((resolve) => {
    let got: Buffer = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat(frames)));
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.on('data', (data) => {
      got = Buffer.concat([got, data]);
      while (got.length >= 9 && got.length >= 9 + got.readUIntBE(0, 3)) {
        const [kind, flags] = [got[3], got[4] ?? 0];
        got = got.subarray(9 + got.readUIntBE(0, 3));
        const isEnd = (kind === type.headers || kind === type.data) && (flags & endStream) !== 0;
        if (isEnd || kind === type.reset || kind === type.goAway) socket.destroy();
      }
    });
  });
}

/** RFC 9113 section 4.1. */
function frame(kind: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(kind, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A literal field without indexing and without Huffman coding. RFC 7541 section 6.2.2. */
function literal([name, value]: Http2Field): Buffer {
  return Buffer.concat([Buffer.of(0), text(name), text(value)]);
}

/** RFC 7541 sections 5.1 and 5.2. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const length = [127];
  let left = bytes.length - 127;
  for (; left >= 128; left = Math.floor(left / 128)) length.push((left % 128) | 128);
  return Buffer.concat([Buffer.of(...length, left), bytes]);
}

import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Standing, standing } from '../standing.ts';
import { type LyingBackend, lyingBackend, type RecordingBackend, recordingBackend } from './backends.ts';
import { downgrades, harmless, lies, refused } from './cases.ts';
import { sendHttp2 } from './http2-frames.ts';

let gateway: Standing;
let recorder: RecordingBackend;
let liar: LyingBackend;

beforeAll(async () => {
  [gateway, recorder, liar] = await Promise.all([standing(), recordingBackend(), lyingBackend()]);
  await gateway.serve({ '/app': { ports: [recorder.port] } });
});

beforeEach(() => {
  recorder.arrived.length = 0;
});

afterAll(async () => {
  await gateway?.close();
  await Promise.all([recorder?.close(), liar?.close()]);
});

/** The statuses of all answers until the gateway closes the connection. */
async function answers(bytes: string, pieceBytes: number): Promise<number[]> {
  const text = await new Promise<string>((resolve) => {
    let got = '';
    const socket = connect(gateway.port, '127.0.0.1', async () => {
      socket.setNoDelay(true);
      for (let at = 0; at < bytes.length && socket.writable; at += pieceBytes) {
        socket.write(bytes.slice(at, at + pieceBytes), 'latin1');
        await new Promise((turn) => setImmediate(turn));
      }
      socket.end();
    });
    socket.on('data', (data) => {
      got += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
  });
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}

describe('a request is refused', () => {
  it.each(refused)('%s (%s)', async (_name, _source, sends, status) => {
    for (const pieceBytes of [sends.length, 7]) expect(await answers(sends, pieceBytes)).toEqual([status]);
    expect(recorder.arrived).toEqual([]);
  });
});

describe('a request arrives as the gateway read it', () => {
  it.each(harmless)('%s (%s)', async (_name, _source, sends, statuses, arrives, inPieces) => {
    expect(await answers(sends, sends.length)).toEqual(statuses);
    expect(recorder.arrived).toEqual(arrives);
    recorder.arrived.length = 0;
    expect(await answers(sends, 7)).toEqual(inPieces?.answers ?? statuses);
    expect(recorder.arrived).toEqual(inPieces?.arrives ?? arrives);
  });
});

describe('a request of HTTP/2 becomes one of HTTP/1.1, or none', () => {
  it.each(downgrades)('%s (%s)', async (_name, _source, fields, content, arrives) => {
    await sendHttp2(gateway.port, fields, content);
    expect(recorder.arrived).toEqual(arrives);
  });
});

describe('an answer that lies harms nobody else', () => {
  beforeAll(() => gateway.serve({ '/app': { ports: [liar.port] } }));

  it.each(lies)('%s (%s)', async (_name, _source, sends, gets, method = 'GET') => {
    liar.lie = typeof sends === 'string' ? [sends] : sends;
    expect(await ask('/app/lie', method)).toMatch(gets === '502' ? /^502 / : new RegExp(`^${gets}$`));
    if (typeof sends !== 'string') await liar.closed();
    const others = ['/app/1', '/app/2', '/app/3'];
    expect(await Promise.all(others.map((path) => ask(path)))).toEqual(others.map((path) => `200 ${path}`));
  });
});

function ask(path: string, method = 'GET'): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(
      { host: '127.0.0.1', port: gateway.port, path, method, headers: { host: 'a.example' }, agent: false },
      (response) => {
        let body = '';
        response.on('data', (data) => {
          body += data;
        });
        response.on('end', () => resolve(`${response.statusCode} ${body}`));
        response.on('error', () => resolve('cut'));
      },
    );
    sent.on('error', (error) => resolve(String(error)));
    sent.end();
  });
}

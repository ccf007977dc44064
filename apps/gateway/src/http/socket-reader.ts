import type { Socket } from 'node:net';
import { HeadError, limits } from './message-head.ts';

/** Reads a socket piece by piece. What nobody asks for stays in the kernel, so the sender feels the reader's pace. */
export class SocketReader {
  readonly socket: Socket;
  #rest: Buffer | undefined;
  #waiting: ((chunk: Buffer | undefined) => void) | undefined;
  #ended = false;

  constructor(socket: Socket) {
    this.socket = socket;
    const wake = () => this.#wake();
    socket.on('readable', wake);
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', end);
  }

  /** True once the other side sends no more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The next bytes; undefined at the end. One caller at a time. */
  read(): Promise<Buffer | undefined> {
    const now = this.#take();
    if (now || this.#ended) return Promise.resolve(now);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Gives bytes back, to be read first. */
  unread(bytes: Buffer): void {
    if (bytes.length > 0) this.#rest = this.#rest ? Buffer.concat([bytes, this.#rest]) : bytes;
  }

  /** Waits for bytes or the end without taking them. True where there are bytes. */
  async peek(): Promise<boolean> {
    const bytes = await this.read();
    if (bytes) this.unread(bytes);
    return bytes !== undefined;
  }

  /** Reads up to and with the empty line that ends a head. Undefined where the connection ended before its first byte. Throws `HeadError`. */
  async readHead(): Promise<string | undefined> {
    let bytes = await this.read();
    if (!bytes) return undefined;
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0 && end + 4 <= limits.head) {
        this.unread(bytes.subarray(end + 4));
        return bytes.toString('latin1', 0, end + 4);
      }
      if (bytes.length > limits.head || end >= 0) throw new HeadError(431, 'the head of the message is too large');
      // A head of bare LFs would never end: refuse it at once.
      if (bytes.includes('\n\n')) throw new HeadError(400, 'a line that does not end in CRLF');
      const more = await this.read();
      if (!more) throw new HeadError(400, 'the connection ended within a head');
      bytes = Buffer.concat([bytes, more]);
    }
  }

  /** Hands the socket over: what was read already, to be sent on before the rest. Afterwards this reader is dead. */
  release(): Buffer | undefined {
    const rest = this.#rest;
    this.#rest = undefined;
    this.socket.removeAllListeners('readable');
    return rest;
  }

  #take(): Buffer | undefined {
    const rest = this.#rest;
    if (rest) {
      this.#rest = undefined;
      return rest;
    }
    return (this.socket.read() as Buffer | null) ?? undefined;
  }

  #wake(): void {
    const resolve = this.#waiting;
    if (!resolve) return;
    const bytes = this.#take();
    if (!bytes && !this.#ended) return;
    this.#waiting = undefined;
    resolve(bytes);
  }
}

/** Resolves when the socket takes more; at once where it still does. False where it is gone. */
export function writeAll(socket: Socket, bytes: Buffer | string, encoding: BufferEncoding = 'latin1'): Promise<boolean> | boolean {
  if (socket.destroyed || socket.writableEnded) return false;
  const ready = typeof bytes === 'string' ? socket.write(bytes, encoding) : socket.write(bytes);
  if (ready) return true;
  return new Promise((resolve) => {
    const done = (good: boolean) => {
      socket.off('drain', onDrain);
      socket.off('close', onClose);
      resolve(good);
    };
    const onDrain = () => done(true);
    const onClose = () => done(false);
    socket.on('drain', onDrain);
    socket.on('close', onClose);
  });
}

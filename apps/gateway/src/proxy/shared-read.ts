import { type OnReadOpts, Socket } from 'node:net';

/** Takes what a socket reads. `isShared`: the memory is used again after the call; what is kept has to be copied (`keepable` does it). */
export interface Receiver {
  receive(bytes: Buffer, length: number, isShared: boolean): void;
  /** What it receives goes to a socket at once, so that long bodies need not be copied. */
  readonly passesOn: boolean;
}

/**
 * Plain sockets read into this memory, one after the other, instead of each into new memory for each read: a third of what a small request
 * costs. This is `onread` of node:net, once for many sockets.
 */
const sharedMemory = Buffer.allocUnsafeSlow(64 * 1024);
/**
 * Memory for sockets that read much at once: what is in it is passed on without a copy, unless the other side is slower. Bounded for all
 * sockets together, because what a slow side has not taken stays here until it has.
 */
const ownBytes = 256 * 1024;
const mostOwn = 256;
let ownCount = 0;
const spare: Buffer[] = [];
const gone = new FinalizationRegistry(() => {
  ownCount -= 1;
});

/** Something of the memory that was read into is needed beyond the call: nothing else may be read into it. */
let isHeld = false;

/** Not a buffer: node:net goes on with the one that it has. */
const sameMemory = undefined as unknown as Uint8Array;

export function readingInto(receiver: Receiver): OnReadOpts {
  let memory: Buffer = sharedMemory;
  /** Bytes of the last read. 0: none since the socket got its connection, or tried the next address of its host. */
  let read = 0;
  return {
    /** Where the next read goes. */
    buffer() {
      if (read === 0) return memory;
      const next = nextMemory();
      read = 0;
      if (next === memory) return sameMemory;
      if (memory !== sharedMemory && !isHeld) spare.push(memory);
      memory = next;
      return memory;
    },
    callback(length) {
      read = length;
      isHeld = false;
      receiver.receive(memory, length, memory === sharedMemory);
      return true;
    },
  };

  function nextMemory(): Buffer {
    const stays = receiver.passesOn && !isHeld;
    if (memory !== sharedMemory) return stays && read > mostJoined ? memory : sharedMemory;
    return read === memory.length && stays ? takeOwn() : memory;
  }
}

function takeOwn(): Buffer {
  const free = spare.pop();
  if (free !== undefined) return free;
  if (ownCount === mostOwn) return sharedMemory;
  ownCount += 1;
  const memory = Buffer.allocUnsafeSlow(ownBytes);
  gone.register(memory, undefined);
  return memory;
}

type Handle = object;

/**
 * The same connection as a socket that reads into shared memory. node:net offers `onread` for sockets that it connects, not for those that
 * it accepts, so the accepted one's handle (`pauseOnConnect`: nothing was read) moves into a new socket. Where there is none, the
 * socket is read the usual way.
 */
export function readAccepted(accepted: Socket, receiver: Receiver): Socket {
  const { _handle: handle } = accepted as unknown as { _handle?: Handle | null };
  if (!handle) return readUsually(accepted, receiver);
  (accepted as unknown as { _handle: Handle | null })._handle = null;
  // It has no connection any more: the server stops counting it.
  accepted.destroy();
  const options = { handle, allowHalfOpen: true, onread: readingInto(receiver) };
  return new Socket(options as ConstructorParameters<typeof Socket>[0]);
}

/** For TLS, whose sockets bring memory of their own. */
export function readUsually(socket: Socket, receiver: Receiver): Socket {
  socket.on('data', (bytes: Buffer) => receiver.receive(bytes, bytes.length, false));
  return socket;
}

/** Bytes to be kept or queued beyond the call. */
export function keepable(bytes: Buffer, from: number, to: number, isShared: boolean): Buffer {
  if (isShared) return Buffer.from(bytes.subarray(from, to));
  isHeld = true;
  return bytes.subarray(from, to);
}

/** Up to here bytes are joined with a head into one write; beyond, copying costs more than the second write. */
const mostJoined = 16 * 1024;

/** Writes a head with the bytes that follow it. False where the socket is full: wait for `drain`. */
export function writeJoined(socket: Socket, head: string, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
  if (to === from) return isOpen(socket, socket.write(head, 'latin1'));
  if (to - from <= mostJoined) return isOpen(socket, socket.write(head + bytes.toString('latin1', from, to), 'latin1'));
  socket.write(head, 'latin1');
  return writeBytes(socket, bytes, from, to, isShared);
}

export function writeBytes(socket: Socket, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
  if (to === from) return true;
  const piece = bytes.subarray(from, to);
  const ok = isOpen(socket, socket.write(isShared ? Buffer.from(piece) : piece));
  if (socket.writableLength > 0) isHeld = true;
  return ok;
}

/** A large piece that the kernel took at once is reported as too much by node:stream, but nothing waits. */
function isOpen(socket: Socket, ok: boolean): boolean {
  return ok || socket.writableLength === 0;
}

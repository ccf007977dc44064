import { Socket } from 'node:net';

/** Takes what a socket reads. `isShared`: the memory is used again after the call; what is kept has to be copied. */
export interface Receiver {
  receive(bytes: Buffer, length: number, isShared: boolean): void;
}

/**
 * Plain sockets read into this memory, one after the other, instead of each into new memory for each read: a third of what a small request
 * costs. This is `onread` of node:net, once for many sockets.
 */
const sharedMemory = Buffer.allocUnsafeSlow(64 * 1024);

export function readingInto(receiver: Receiver) {
  return {
    buffer: sharedMemory,
    callback: (length: number) => {
      receiver.receive(sharedMemory, length, true);
      return true;
    },
  };
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
  return isShared ? Buffer.from(bytes.subarray(from, to)) : bytes.subarray(from, to);
}

/** Up to here bytes are joined with a head into one write; beyond, copying costs more than the second write. */
const mostJoined = 16 * 1024;

/** Writes a head with the bytes that follow it. False where the socket is full: wait for `drain`. */
export function writeJoined(socket: Socket, head: string, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
  if (to === from) return isOpen(socket, socket.write(head, 'latin1'));
  if (to - from <= mostJoined) return isOpen(socket, socket.write(head + bytes.toString('latin1', from, to), 'latin1'));
  socket.write(head, 'latin1');
  return isOpen(socket, socket.write(keepable(bytes, from, to, isShared)));
}

export function writeBytes(socket: Socket, bytes: Buffer, from: number, to: number, isShared: boolean): boolean {
  if (to === from) return true;
  return isOpen(socket, socket.write(keepable(bytes, from, to, isShared)));
}

/** A large piece that the kernel took at once is reported as too much by node:stream, but nothing waits. */
function isOpen(socket: Socket, ok: boolean): boolean {
  return ok || socket.writableLength === 0;
}

import type { Socket } from 'node:net';
import type { SocketReader } from '../http/socket-reader.ts';

/** Joins two connections until one of them ends. What was read already goes first. Resolves when both are closed. */
export function tunnel(client: SocketReader, backend: SocketReader): Promise<void> {
  const sides: [SocketReader, Socket][] = [
    [client, backend.socket],
    [backend, client.socket],
  ];
  const closed = sides.map(([from, to]) => {
    const done = new Promise<void>((resolve) => {
      if (from.socket.destroyed) resolve();
      else from.socket.once('close', () => resolve());
    });
    from.socket.once('close', () => to.destroy());
    from.socket.setTimeout(0);
    const early = from.release();
    if (early) to.write(early);
    from.socket.pipe(to);
    return done;
  });
  return Promise.all(closed).then(() => undefined);
}

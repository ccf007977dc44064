import { connect, type Socket } from 'node:net';

/** Opens so many connections, on each of which one request was answered, and keeps them. */
export async function idleConnections(port: number, count: number): Promise<{ close(): void }> {
  const sockets: Socket[] = [];
  for (let begun = 0; begun < count; begun += 200)
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(200, count - begun) }, () => answeredOnce(port)))));
  return {
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answeredOnce(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET /plain HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`));
    socket.once('error', reject);
    socket.once('data', () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

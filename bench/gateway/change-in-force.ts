import { Agent, request } from 'node:http';

/** Milliseconds from telling a change to the first answer by it. `is` recognises that answer; asked again and again on one connection. */
export async function inForceMs(url: string, host: string, change: () => Promise<void>, is: (status: number) => boolean): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const began = performance.now();
    let isOver = false;
    const told = change();
    while (!isOver) isOver = is(await status(url, host, agent));
    const ms = performance.now() - began;
    await told;
    return ms;
  } finally {
    agent.destroy();
  }
}

function status(url: string, host: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host }, agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end();
  });
}

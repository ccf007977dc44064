import { Gateway, gatewayPaths, Namespace, Secret, systemNamespace } from '@dizuo/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMappedPlane } from './mapped-plane.ts';
import { startPlatform, type TestPlatform, until } from './platform.ts';

let platform: TestPlatform;
const key = { namespace: systemNamespace, name: 'second' };
const secretKey = { namespace: systemNamespace, name: 'second-data-plane' };

beforeAll(async () => {
  platform = await startPlatform(80);
  await platform.client.create(Namespace, { metadata: { name: systemNamespace } });
});
afterAll(() => platform?.close());

async function credential(other?: string): Promise<string> {
  return until('a credential', async () => {
    const secret = (await platform.client.get(Secret, secretKey)) as { data?: Record<string, string> } | undefined;
    const value = Buffer.from(secret?.data?.credential ?? '', 'base64').toString();
    return value !== other && value;
  });
}

const answerTo = async (token: string) => {
  const answer = await fetch(`${platform.url}${gatewayPaths.configuration}`, { headers: { authorization: `Bearer ${token}` } });
  await answer.body?.cancel();
  return answer.status;
};

it('a Gateway that the server runs no data plane for has its credential in a Secret beside it, until either is deleted', async () => {
  const { client } = platform;
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }];
  await client.create(Gateway, { metadata: key, spec: { gatewayClassName: 'dizuo', listeners } });
  const first = await credential();
  const told = await until('told', async () =>
    (await client.get(Gateway, key))?.status?.conditions?.find(({ type }) => type === 'Programmed'),
  );
  expect(String(told.message)).toContain('second-data-plane');
  const plane = await startMappedPlane(platform, `${key.namespace}/${key.name}`);
  await until('in force', async () =>
    (await client.get(Gateway, key))?.status?.conditions?.some(({ type, status }) => type === 'Programmed' && status === 'True'),
  );
  await plane.stop();

  await client.delete(Secret, secretKey);
  const second = await credential(first);
  // Who was let in stays so for five seconds.
  await until('the first opens nothing', async () => (await answerTo(first)) === 401, 20_000);
  expect(await answerTo(second)).toBe(200);
  await client.delete(Gateway, key);
  await until('neither does the second', async () => (await answerTo(second)) === 401, 20_000);
});

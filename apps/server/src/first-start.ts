import { existsSync, readFileSync } from 'node:fs';
import { alreadyExists, InformationSystem, Namespace, systemNamespace } from '@dizuo/api';
import type { ObjectClient } from '@dizuo/kernel';
import { type Identity, readablePassword } from '@dizuo/modules/identity';
import { writePrivateFile } from './data-directory.ts';
import { platformContent } from './platform-content.ts';
import { emptyDistrict, type NewSampleObject, sampleDistrict } from './sample/district.ts';

export interface FirstStartOptions {
  client: ObjectClient;
  passwords: Identity['passwords'];
  passwordFile: string;
  empty: boolean;
  publicUrl: string;
}

/**
 * Fills an empty platform: the district, its administrators, what is for sale, and first passwords. The namespace `dizuo-system` is
 * made last and marks that all is done: whatever a crash interrupted is gone through again, and nothing is made twice.
 */
export async function firstStart(options: FirstStartOptions): Promise<void> {
  const { client, empty } = options;
  if (await client.get(Namespace, { name: systemNamespace })) return;
  const objects = [...(empty ? emptyDistrict : sampleDistrict(new Date())), ...platformContent()];
  for (const together of independent(objects)) await Promise.all(together.map((object) => createOnce(client, object, !empty)));
  const people = objects.filter((object) => object.kind.kind === 'User');
  await setFirstPasswords(options, people);
  await client.create(Namespace, {
    metadata: { name: systemNamespace, labels: { 'kubernetes.io/metadata.name': systemNamespace } },
    status: { phase: 'Active' },
  });
}

/** Information systems that follow each other need not wait for each other; everything else may refer to what comes before it. */
function independent(objects: readonly NewSampleObject[]): NewSampleObject[][] {
  const groups: NewSampleObject[][] = [];
  for (const object of objects) {
    const group = groups.at(-1);
    const joins = object.kind === InformationSystem && group?.[0]?.kind === InformationSystem && group.length < atOnce;
    if (joins) group.push(object);
    else groups.push([object]);
  }
  return groups;
}
const atOnce = 64;

async function createOnce(client: ObjectClient, { kind, name, namespace, spec, status }: NewSampleObject, sample: boolean): Promise<void> {
  const metadata = { name, ...(namespace ? { namespace } : {}), ...(sample ? { labels: { 'dizuo/sample': 'true' } } : {}) };
  try {
    await client.create(kind, { metadata, spec, ...(status ? { status } : {}) } as never);
  } catch (error) {
    if (!alreadyExists.is(error)) throw error;
  }
}

/** The file comes first: a password that nobody could read would lock its owner out. */
async function setFirstPasswords(
  { passwords, passwordFile, publicUrl, empty }: FirstStartOptions,
  people: readonly NewSampleObject[],
): Promise<void> {
  const known = existsSync(passwordFile) ? readPasswords(readFileSync(passwordFile, 'utf8')) : new Map<string, string>();
  for (const { name } of people) if (!known.has(name)) known.set(name, readablePassword());
  const lines = people.map(({ name, spec }) => `${name.padEnd(16)} ${known.get(name)}   ${spec.displayName}`);
  const head = `# 底座首次启动生成的密码，仅文件属主可读；登录后请修改，然后删除本文件。\n# First passwords of ${publicUrl}: change them, then delete this file.\n`;
  writePrivateFile(passwordFile, `${head}${lines.join('\n')}\n`);
  for (const { name } of people) await passwords.set(name, known.get(name) ?? '', { mustChange: empty });
}

function readPasswords(text: string): Map<string, string> {
  const pairs = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(pairs.map((line) => line.split(/\s+/).slice(0, 2) as [string, string]));
}

import { createHash } from 'node:crypto';
import type { DataPlaneConfiguration } from '@dizuo/api';

/** The digest that the compiler gives to this content: of its JSON text. */
export function configurationDigest({ type: _type, version: _version, digest: _digest, ...content }: DataPlaneConfiguration): string {
  return digestOf(JSON.stringify(content));
}

/** The same of a configuration as it came, whose content follows its name: nothing is written out again. Undefined where it comes otherwise. */
export function digestOfText(text: string): string | undefined {
  const [name] = /^\{"type":"configuration","version":"[^"\\]*","digest":"[^"\\]*",/.exec(text) ?? [];
  return name === undefined ? undefined : digestOf(`{${text.slice(name.length)}`);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

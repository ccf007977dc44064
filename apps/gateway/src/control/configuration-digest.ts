import { createHash } from 'node:crypto';
import type { DataPlaneConfiguration } from '@dizuo/api';

/** The digest that the compiler gives to this content. */
export function configurationDigest({ type: _type, version: _version, digest: _digest, ...content }: DataPlaneConfiguration): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}

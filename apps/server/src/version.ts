import { createRequire } from 'node:module';

/** Version of the product. */
export const version: string = createRequire(import.meta.url)('../package.json').version;

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

it('docs/errors.md has every code of the program, and no other', () => {
  const code = /defineError(?:<[\s\S]*?>)?\(\s*'([A-Za-z]+)'/g;
  const inProgram = ['packages', 'apps/server', 'apps/gateway'].flatMap((part) =>
    sources(join(root, part)).flatMap((text) => [...text.matchAll(code)].map((m) => m[1])),
  );
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  const onPage = [...page.matchAll(/^\| ([A-Za-z]+) \|/gm)].map((m) => m[1]).filter((name) => name !== 'code');
  expect(onPage).toEqual([...new Set(inProgram)].sort());
});

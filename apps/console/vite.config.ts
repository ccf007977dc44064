import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type ViteDevServer } from 'vite';
import type { catalog } from './src/i18n/catalog.ts';

/** TypeBox's default export is its whole namespace; imported by name, the bundler leaves out what no kind uses (about 60 kB). */
const slimTypebox: Plugin = {
  name: 'slim-typebox',
  enforce: 'pre',
  transform: {
    filter: { id: /packages\/api\/src\/.*\.ts$/, code: "from 'typebox'" },
    handler: (code) =>
      code.replace(/^import Type(, \{[^}]*\})? from 'typebox';/m, (_all, types: string | undefined) => {
        const more = types ? `import type ${types.slice(2).replaceAll('type ', '')} from 'typebox';` : '';
        return `import * as Type from 'typebox';${more}`;
      }),
  },
};

/** Ant Design's fields know of its forms; where no form is used, the bundler may leave out their engine (about 12 kB). */
const slimForm: Plugin = {
  name: 'slim-form',
  transform: {
    filter: { id: /@rc-component\/form\/es\/index\.js$/ },
    handler: (code) => ({ code, moduleSideEffects: false }),
  },
};

const wordsId = 'virtual:words/';
const needId = 'virtual:words-of/';
let devServer: ViteDevServer | undefined;

async function locales(): Promise<typeof catalog> {
  const file = fileURLToPath(new URL('./src/i18n/catalog.ts', import.meta.url));
  const loaded = await (devServer ? devServer.ssrLoadModule(file) : import(file));
  return (loaded as { catalog: typeof catalog }).catalog;
}

/**
 * Loads words as they are needed: a source file that uses words of a feature waits for that feature's words in the reader's language
 * (`virtual:words-of/<feature>`), which are a chunk of their own (`virtual:words/<language>/<feature>`).
 */
const wordsWhereNeeded: Plugin = {
  name: 'words-where-needed',
  enforce: 'pre',
  configureServer: (server) => {
    devServer = server;
  },
  resolveId: (id) => (id.startsWith(wordsId) || id.startsWith(needId) ? `\0${id}` : undefined),
  async load(id) {
    if (id.startsWith(`\0${needId}`)) {
      const feature = id.slice(needId.length + 1);
      const load = (language: string) => `() => import('${wordsId}${language}/${feature}')`;
      return `import { needWords } from '/src/i18n/language.ts'; await needWords('${feature}', { zh: ${load('zh')}, en: ${load('en')} });`;
    }
    if (!id.startsWith(`\0${wordsId}`)) return undefined;
    const [language, feature] = id.slice(wordsId.length + 1).split('/') as ['zh' | 'en', keyof typeof catalog];
    return `export const words = ${JSON.stringify(Object.fromEntries(flat((await locales())[feature][language], `${feature}.`)))};`;
  },
  transform: {
    filter: { id: { include: /apps\/console\/src\/.*\.tsx?$/, exclude: /\.(locale|sentences)\.ts$|\/src\/i18n\// } },
    async handler(code) {
      const known = Object.keys(await locales());
      const used = known.filter((feature) => new RegExp(`['\`]${feature}\\.[a-zA-Z]`).test(code));
      return used.length === 0 ? undefined : `${used.map((feature) => `import '${needId}${feature}';`).join('')}${code}`;
    },
  },
  handleHotUpdate({ file, server }) {
    if (!file.endsWith('.locale.ts')) return;
    server.moduleGraph.invalidateAll();
    server.ws.send({ type: 'full-reload' });
  },
};

type Words = { [key: string]: string | Words };

function flat(words: Words, prefix: string): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

const smallest = 1024;

/** Puts `.br` and `.gz` beside every file that gains from it, so that the server sends them without compressing again. Last: others still change the bundle. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    const names = Object.keys(bundle).filter((name) => /\.(js|css|svg|html)$/.test(name));
    for (const name of names) {
      const path = join(dir ?? 'dist', name);
      const bytes = await readFile(path);
      if (bytes.length < smallest) continue;
      await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes));
    }
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [slimTypebox, slimForm, wordsWhereNeeded, react(), compressed],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    // The content policy allows nothing inline, so small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '^/(api|apis|auth|oidc|openapi|version)': process.env.DIZUO_SERVER ?? 'http://127.0.0.1:8420' } },
});

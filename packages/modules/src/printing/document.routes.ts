import { badRequest, say } from '@dizuo/api';
import type { Route, RouteCall } from '@dizuo/kernel';
import { findChromium } from './chromium.ts';
import { pageOrigin } from './page-answers.ts';
import { printPage } from './print-page.ts';
import type { PrintQueue } from './print-queue.ts';

export interface DocumentRouteOptions {
  /** Path of the browser, where it is set. */
  chromium: string | undefined;
  queue: PrintQueue;
}

/** Pages of the console as PDF. */
export function documentRoutes(options: DocumentRouteOptions): Route[] {
  return [
    {
      method: 'POST',
      path: '/apis/printing.dizuo/v1alpha1/documents',
      access: { kind: 'signed-in', why: 'prints what the caller may see anyway: every request of the page is decided as the caller’s own' },
      schema: {
        body: {
          type: 'object',
          required: ['path'],
          additionalProperties: false,
          properties: { path: { type: 'string', minLength: 8, maxLength: 2000 }, language: { enum: ['zh-CN', 'en'] } },
        },
      },
      bodyLimit: 16_384,
      handler: (call) => print(call, options),
    },
  ];
}

async function print(call: RouteCall, { chromium, queue }: DocumentRouteOptions): Promise<unknown> {
  const { path, language = 'zh-CN' } = call.body as { path: string; language?: 'zh-CN' | 'en' };
  const address = printAddress(path);
  const program = findChromium(chromium);
  const { title, pdf } = await queue.run(call.principal.name, call.signal, () =>
    printPage({ program, path: address, language, asked: call.request }),
  );
  return call.reply
    .type('application/pdf')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="document.pdf"; filename*=UTF-8''${encodeURIComponent(`${title}.pdf`)}`)
    .send(pdf);
}

/** The address of a page that is made for print, in normal form. Throws `badRequest` for any other. Pure. */
export function printAddress(path: string): string {
  const url = URL.canParse(path, pageOrigin) ? new URL(path, pageOrigin) : undefined;
  if (!path.startsWith('/') || url?.origin !== pageOrigin || !/^\/print\/[\w.~%-]+(\/[\w.~%-]+)*$/.test(url.pathname))
    throw badRequest({ why: say('NotAPrintAddress')`path must be a page of the console below /print/, not ${path.slice(0, 200)}` });
  return url.pathname + url.search;
}

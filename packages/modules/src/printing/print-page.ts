import { AppError, say, type Text } from '@dizuo/api';
import type { FastifyRequest } from 'fastify';
import type { Page } from 'playwright-core';
import { withBrowser } from './chromium.ts';
import { answerPage, pageOrigin, type Refusal } from './page-answers.ts';
import { pageNotPrintable, printingTooSlow } from './printing.errors.ts';

export interface PrintedPage {
  title: string;
  pdf: Buffer;
}

export interface PrintOrder {
  program: string;
  /** Address within the console, below `/print/`. */
  path: string;
  language: 'zh-CN' | 'en';
  /** The request that wants it: its credentials are the page's. */
  asked: FastifyRequest;
}

/** From the start of the browser to the finished document. */
const longestMs = 30_000;
/** Runs in the page: leaves the foot of the sheet to the server, and waits for the fonts. */
const settle = `document.documentElement.dataset.printedBy = 'server'; document.fonts.ready.then(() => undefined)`;
const words = {
  'zh-CN': (page: string, all: string) => `第 ${page} 页，共 ${all} 页`,
  en: (page: string, all: string) => `Page ${page} of ${all}`,
};

/**
 * Prints a page of the console on A4. The page says that it is complete by `data-print="ready"` on its root element, and that it never
 * will be by `failed`; `data-print-source` is the line at the foot. Throws what the page met: a refusal keeps its status.
 */
export async function printPage(order: PrintOrder): Promise<PrintedPage> {
  const { language } = order;
  const size = { width: 794, height: 1123 };
  return withBrowser(
    order.program,
    { locale: language, viewport: size, colorScheme: 'light', reducedMotion: 'reduce' },
    async (context) => {
      context.setDefaultTimeout(longestMs);
      const limit = setTimeout(() => void context.close(), longestMs);
      try {
        const answers = await answerPage(context, order.asked);
        await context.addInitScript((chosen) => {
          localStorage.setItem('dizuo.language', chosen);
          localStorage.setItem('dizuo.appearance', 'light');
        }, language);
        const page = context.pages()[0] ?? (await context.newPage());
        const opened = await page.goto(pageOrigin + order.path, { waitUntil: 'domcontentloaded' });
        if (!opened?.ok()) throw pageNotPrintable({ why: say('ConsoleNotBuilt')`the console is not built here` });
        const root = page.locator('html[data-print]');
        await root.waitFor({ state: 'attached' });
        const state = await root.getAttribute('data-print');
        if (state === 'missing') throw refused(404, say('NothingToPrint')`what it is about is not there, or not for you to see`);
        if (state !== 'ready') throw notPrintable(answers.refusal());
        await page.evaluate(settle);
        return { title: await page.title(), pdf: await pdfOf(page, language) };
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw printingTooSlow({ seconds: longestMs / 1000 }, { cause: error });
      } finally {
        clearTimeout(limit);
      }
    },
  );
}

async function pdfOf(page: Page, language: PrintOrder['language']): Promise<Buffer> {
  const source = (await page.locator('html').getAttribute('data-print-source')) ?? '';
  const style =
    "font: 7.5px 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif; color: #566070; width: 100%; padding: 0 15mm; display: flex; gap: 8mm";
  const number = words[language]('<span class="pageNumber"></span>', '<span class="totalPages"></span>');
  return page.pdf({
    format: 'A4',
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: `<div style="${style}"><span style="flex: 1">${escaped(source)}</span><span>${number}</span></div>`,
    margin: { top: '14mm', bottom: '16mm', left: '15mm', right: '15mm' },
  });
}

function notPrintable(refusal: Refusal | undefined): AppError {
  if (!refusal) return pageNotPrintable({ why: say('PageReportsError')`it reports an error; open it in the console to see which` });
  return refused(refusal.code, refusal.message);
}

const reasons: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound' };

function refused(code: number, why: Text): AppError {
  const reason = reasons[code];
  if (!reason) return pageNotPrintable({ why });
  return new AppError(pageNotPrintable.code, { ...pageNotPrintable.shape, status: code, reason }, { why });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

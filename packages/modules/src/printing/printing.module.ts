import type { Module } from '@dizuo/kernel';
import { documentRoutes } from './document.routes.ts';
import { PrintQueue } from './print-queue.ts';

export interface PrintingOptions {
  /** The browser that prints; where nothing is set, Debian's own place and others are looked at. */
  chromium: string | undefined;
}

/** Pages of the console on paper. */
export function printingModule({ chromium }: PrintingOptions): Module {
  return { name: 'printing', kinds: [], routes: documentRoutes({ chromium, queue: new PrintQueue({ waiting: 12, each: 3 }) }) };
}

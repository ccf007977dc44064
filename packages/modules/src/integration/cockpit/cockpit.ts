import type { Module } from '@dizuo/kernel';
import { cockpitRoutes } from './cockpit.routes.ts';
import { liveCockpit } from './live-cockpit.ts';

/** What the cockpit adds to the module. */
export function cockpitPart(options: Parameters<typeof liveCockpit>[0]): Required<Pick<Module, 'routes' | 'start' | 'stop'>> {
  const live = liveCockpit(options);
  return { routes: cockpitRoutes(live), start: () => live.start(), stop: async () => live.stop() };
}

import type { Module } from '@dizuo/kernel';
import { assessmentRoutes } from './assessment.routes.ts';
import { type LiveAssessment, liveAssessment } from './live-assessment.ts';

type Options = Parameters<typeof liveAssessment>[0];

/** What the assessment adds to the module, and what the other parts may ask of it. */
export interface AssessmentPart extends Required<Pick<Module, 'routes' | 'start' | 'stop'>> {
  live: LiveAssessment;
}

export function assessmentPart(options: Options): AssessmentPart {
  const live = liveAssessment(options);
  return { live, routes: assessmentRoutes(live), start: () => live.start(), stop: async () => live.stop() };
}

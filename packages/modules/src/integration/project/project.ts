import { ItProject } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import type { LiveAssessment } from '../assessment/live-assessment.ts';
import { itProjectAdmission } from './it-project.admission.ts';
import { itProjectController } from './it-project.controller.ts';

/** The project gate. */
export function project(live: LiveAssessment): Pick<Module, 'kinds' | 'controllers'> {
  return { kinds: [serve(ItProject, itProjectAdmission)], controllers: [itProjectController(live)] };
}

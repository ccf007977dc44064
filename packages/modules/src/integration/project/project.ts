import { ItProject } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { itProjectAdmission } from './it-project.admission.ts';

/** The project gate. */
export function project(): Pick<Module, 'kinds'> {
  return { kinds: [serve(ItProject, itProjectAdmission)] };
}

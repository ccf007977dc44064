import { Disposition, IntegrationPlan } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { dispositionAdmission } from './disposition.admission.ts';

/** What becomes of each system, and when. */
export function decision(): Pick<Module, 'kinds'> {
  return { kinds: [serve(Disposition, dispositionAdmission), serve(IntegrationPlan)] };
}

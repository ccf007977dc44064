import { InformationSystem } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { counted } from '../ledger/count.admission.ts';
import { informationSystemAdmission } from './information-system.admission.ts';

/** What the department has: systems, surveys about them, and what was discovered. */
export function inventory(): Pick<Module, 'kinds'> {
  return { kinds: [serve(InformationSystem, counted(InformationSystem, informationSystemAdmission))] };
}

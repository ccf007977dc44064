import type { ObjectOf, Workload } from '@dizuo/api';
import { type State, stateOfWord } from '../../parts/states.ts';

export type WorkloadInstance = NonNullable<NonNullable<ObjectOf<typeof Workload>['status']>['instances']>[number];

export const stateOfInstance = (instance: WorkloadInstance): State => stateOfWord(instance.state);

import { Event, Namespace, Secret } from '@dizuo/api';
import { type Module, serve } from '@dizuo/kernel';
import { eventController } from './event.controller.ts';
import { secretAdmission } from './secret.admission.ts';

export const coreKinds = [Namespace, Secret, Event] as const;

/** What Kubernetes calls core: namespaces (a projection of tenants), secrets, events. */
export function coreModule(): Module {
  return { name: 'core', kinds: [serve(Namespace), serve(Secret, secretAdmission), serve(Event)], controllers: [eventController] };
}

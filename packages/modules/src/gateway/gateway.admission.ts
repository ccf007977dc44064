import { type FieldError, type Gateway, type GatewayClass, gatewayControllerName, type ObjectOf, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { notSupported, required, wrong } from './field-errors.ts';

export const gatewayClassAdmission: Admission<typeof GatewayClass> = {
  validate(object, { old }) {
    if (old && old.spec.controllerName !== object.spec.controllerName)
      return [wrong('spec.controllerName', say('GatewayClassFixed')`never changes; make another GatewayClass`)];
    return 'parametersRef' in object.spec && object.spec.controllerName === gatewayControllerName
      ? [notSupported('spec.parametersRef', say('LeaveOut')`leave it out`)]
      : [];
  },
};

export const gatewayAdmission: Admission<typeof Gateway> = {
  validate: (object, { subresource }) => (subresource ? [] : gatewayErrors(object)),
};

/** What can be said of a Gateway by itself. Pure. */
export function gatewayErrors(gateway: ObjectOf<typeof Gateway>): FieldError[] {
  const errors: FieldError[] = [];
  if ('allowedListeners' in gateway.spec) errors.push(notSupported('spec.allowedListeners', say('LeaveOut')`leave it out`));
  for (const field of ['labels', 'annotations'] as const)
    if (gateway.spec.infrastructure?.[field]) errors.push(notSupported(`spec.infrastructure.${field}`, say('LeaveOut')`leave it out`));
  if (gateway.spec.defaultScope === 'All') errors.push(notSupported('spec.defaultScope', say('LeaveOut')`leave it out`));
  if (gateway.spec.tls?.backend) errors.push(notSupported('spec.tls.backend', say('LeaveOut')`leave it out`));
  const places = new Set<string>();
  for (const [i, listener] of gateway.spec.listeners.entries()) {
    const at = `spec.listeners[${i}]`;
    const place = `${listener.port} ${listener.protocol} ${listener.hostname ?? ''}`;
    if (places.has(place)) errors.push(wrong(at, say('ListenerTwice')`another listener has the same port, protocol and hostname`));
    places.add(place);
    if (['HTTP', 'TCP', 'UDP'].includes(listener.protocol) && listener.tls)
      errors.push(wrong(`${at}.tls`, say('TlsWithoutHttps')`does not belong to protocol ${listener.protocol}`));
    if (listener.protocol === 'HTTPS' && listener.tls?.mode === 'Passthrough')
      errors.push(wrong(`${at}.tls.mode`, say('TerminateForHttps')`is Terminate for protocol HTTPS`));
    const { namespaces } = listener.allowedRoutes ?? {};
    if (namespaces?.from === 'Selector' && !namespaces.selector)
      errors.push(required(`${at}.allowedRoutes.namespaces.selector`, say('SelectorNeeded')`is needed with from: Selector`));
  }
  return errors;
}

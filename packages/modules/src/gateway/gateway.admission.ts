import { type FieldError, type Gateway, type GatewayClass, gatewayControllerName, type ObjectOf, say } from '@dizuo/api';
import type { Admission } from '@dizuo/kernel';
import { notSupported, wrong } from './field-errors.ts';

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
  for (const field of ['addresses', 'infrastructure', 'allowedListeners', 'defaultScope', 'tls'] as const)
    if (field in gateway.spec) errors.push(notSupported(`spec.${field}`, say('LeaveOut')`leave it out`));
  const places = new Set<string>();
  for (const [i, listener] of gateway.spec.listeners.entries()) {
    const at = `spec.listeners[${i}]`;
    const place = `${listener.port} ${listener.protocol} ${listener.hostname ?? ''}`;
    if (places.has(place)) errors.push(wrong(at, say('ListenerTwice')`another listener has the same port, protocol and hostname`));
    places.add(place);
    if (listener.protocol === 'HTTP' && listener.tls)
      errors.push(wrong(`${at}.tls`, say('TlsWithoutHttps')`does not belong to protocol HTTP`));
    if (listener.tls?.mode === 'Passthrough') errors.push(notSupported(`${at}.tls.mode`, say('UseTerminate')`use Terminate`));
    for (const field of ['certificateRefs', 'options'] as const)
      if (listener.tls && field in listener.tls)
        errors.push(notSupported(`${at}.tls.${field}`, say('CertificateFromFiles')`the data plane has its certificate from files`));
    const { namespaces } = listener.allowedRoutes ?? {};
    if (namespaces?.from === 'Selector' && !namespaces.selector)
      errors.push({
        field: `${at}.allowedRoutes.namespaces.selector`,
        reason: 'FieldValueRequired',
        message: say('SelectorNeeded')`is needed with from: Selector`,
      });
  }
  return errors;
}

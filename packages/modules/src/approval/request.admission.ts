import { type FieldError, type ObjectOf, Request, ServiceClass, ServiceInstance, ServicePlan, say, Tenant } from '@dizuo/api';
import type { Admission, AdmissionContext, Store } from '@dizuo/kernel';

type RequestObject = ObjectOf<typeof Request>;
type Errors = (schema: Record<string, unknown>, parameters: Record<string, unknown>, at: string) => FieldError[];

const open = new Set(['Pending', 'SentBack', undefined]);
const settled = new Set(['Rejected', 'Withdrawn']);

/** Orders: complete, of something that is for sale, by whom it says. `parameterErrors` checks values against the plan's form. */
export function requestAdmission(store: Store, parameterErrors: Errors): Admission<typeof Request> {
  return {
    async default(request, { operation, old, principal, lookup }) {
      request.spec.requester = operation === 'create' ? principal.name : (old?.spec.requester ?? principal.name);
      request.spec.service.bindingName ??= request.spec.service.instanceName;
      request.spec.service.parameters ??= {};
      const plan = await lookup(ServicePlan, { name: request.spec.service.planRef });
      if (plan) parameterErrors(plan.spec.parametersSchema, request.spec.service.parameters, '');
    },
    async validate(request, context) {
      const { old, operation, subresource } = context;
      if (subresource) return [];
      if (old && operation === 'update') return changeErrors(old, request, () => orderErrors(request, context, store, parameterErrors));
      const tenant = await context.lookup(Tenant, { name: request.metadata.namespace ?? '' });
      const suspended: FieldError[] = tenant?.spec.suspended
        ? [
            {
              field: 'metadata.namespace',
              reason: 'FieldValueForbidden',
              message: say('TenantSuspended')`the tenant is suspended; ask the operator`,
            },
          ]
        : [];
      return [...suspended, ...(await orderErrors(request, context, store, parameterErrors))];
    },
    validateDelete(request) {
      if (request.status?.phase !== 'Delivering' && request.status?.phase !== 'Approved') return [];
      return [
        {
          field: 'metadata.name',
          reason: 'FieldValueForbidden',
          message: say('OrderBeingDelivered')`it is being delivered; wait until it is done`,
        },
      ];
    },
  };
}

async function changeErrors(old: RequestObject, request: RequestObject, check: () => Promise<FieldError[]>): Promise<FieldError[]> {
  const { withdrawn: was, ...before } = old.spec;
  const { withdrawn: is, ...after } = request.spec;
  const phase = old.status?.phase;
  const errors: FieldError[] = [];
  if (was && !is)
    errors.push({
      field: 'spec.withdrawn',
      reason: 'FieldValueForbidden',
      message: say('OrderStaysWithdrawn')`a withdrawn order stays so; make a new one`,
    });
  if (is && !was && !open.has(phase)) {
    errors.push({
      field: 'spec.withdrawn',
      reason: 'FieldValueForbidden',
      message: say('OrderNotWithdrawable')`it is ${phase} already and cannot be withdrawn`,
    });
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return errors;
  if (phase !== 'SentBack') {
    const why = settled.has(phase ?? '')
      ? say('OrderIsOver')`make a new order`
      : say('OrderNotEditable')`only an order that was sent back can be changed`;
    return [...errors, { field: 'spec', reason: 'FieldValueForbidden', message: why }];
  }
  return [...errors, ...(await check())];
}

async function orderErrors(
  request: RequestObject,
  { lookup }: AdmissionContext<typeof Request>,
  store: Store,
  parameterErrors: Errors,
): Promise<FieldError[]> {
  const { namespace = '' } = request.metadata;
  const { classRef, planRef, instanceName, parameters = {} } = request.spec.service;
  const at = 'spec.service';
  const serviceClass = await lookup(ServiceClass, { name: classRef });
  if (!serviceClass?.spec.listed)
    return [
      {
        field: `${at}.classRef`,
        reason: 'FieldValueNotFound',
        message: say('ComponentNotListed')`the market has no component ${classRef}`,
      },
    ];
  const plan = await lookup(ServicePlan, { name: planRef });
  if (plan?.spec.classRef !== classRef || !plan.spec.listed) {
    return [
      {
        field: `${at}.planRef`,
        reason: 'FieldValueNotFound',
        message: say('PlanNotListed')`component ${classRef} has no plan ${planRef} for sale`,
      },
    ];
  }
  const errors = parameterErrors(plan.spec.parametersSchema, parameters, `${at}.parameters`);
  if (await lookup(ServiceInstance, { namespace, name: instanceName })) {
    errors.push({
      field: `${at}.instanceName`,
      reason: 'FieldValueInvalid',
      message: say('InstanceNameTaken')`an instance ${instanceName} exists already; choose another name`,
    });
  }
  const { items } = await store.list(Request, { namespace }, 'system');
  const rival = (items as unknown as RequestObject[]).find(
    (other) =>
      other.metadata.name !== request.metadata.name &&
      other.spec.service.instanceName === instanceName &&
      ['Pending', 'SentBack', 'Approved', 'Delivering'].includes(other.status?.phase ?? 'Pending'),
  );
  if (rival) {
    errors.push({
      field: `${at}.instanceName`,
      reason: 'FieldValueInvalid',
      message: say('InstanceNameOrdered')`order ${rival.metadata.name} is to deliver ${instanceName} already; choose another name`,
    });
  }
  return errors;
}

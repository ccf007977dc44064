import { annotations, ServiceBinding, ServiceClass, ServiceInstance, ServicePlan } from '@dizuo/api';
import { App } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops, holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { amountText, resourceWord } from '../../parts/amount.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { RunSteps } from '../../shapes/run-steps.tsx';
import { BindingsPanel } from './bindings-panel.tsx';
import { endpointText } from './endpoint-text.ts';
import { parameterFields } from './parameter-form.ts';
import { SecretPanel } from './secret-panel.tsx';

/** A delivered component: delivery step by step, address, credentials. */
export function InstancePage() {
  const words = useWords();
  const { t, say, language } = words;
  const { tenant = '', instance = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const key = { namespace: tenant, name: instance };
  const live = useLiveObject(ServiceInstance, key);
  const bindings = useLiveList(ServiceBinding, { namespace: tenant, fieldSelector: `spec.instanceRef=${instance}` });
  const object = live.object;
  const component = useLiveObject(ServiceClass, { name: object?.spec.classRef ?? '' }, object !== undefined);
  const plan = useLiveObject(ServicePlan, { name: object?.spec.planRef ?? '' }, object !== undefined);
  const fields = parameterFields(plan.object?.spec.parametersSchema, language);
  const mayChange = develops(session, tenant) || holds(session, 'operator');
  const failed = object?.status?.phase === 'Failed' || object?.status?.phase === 'Degraded';
  const secretName = bindings.items.find((b) => b.status?.secretName)?.status?.secretName;

  const retry = async () => {
    try {
      const patch = { metadata: { annotations: { [annotations.retry]: new Date().toISOString() } } };
      await client.objects(ServiceInstance).patch(key, patch);
      message.success(t('catalog.instance.retried'));
    } catch (error) {
      modal.error({ icon: null, content: <ErrorNotice error={error} /> });
    }
  };

  return (
    <>
      <ObjectPage
        kind={ServiceInstance}
        name={instance}
        live={live}
        crumbs={[[t('catalog.instance.title'), `/dev/${tenant}/instances`]]}
        title={object?.spec.displayName ?? instance}
        figures={[
          [t('catalog.instance.class'), say(component.object?.spec.displayName, object?.spec.classRef)],
          [t('catalog.instance.plan'), say(plan.object?.spec.displayName, object?.spec.planRef)],
          [
            t('catalog.instance.endpoint'),
            <span key="endpoint" className="mono">
              {endpointText(object?.status?.endpoint)}
            </span>,
          ],
        ]}
        actions={
          mayChange
            ? [
                ...(failed ? [{ key: 'retry', label: t('catalog.instance.retry'), run: () => void retry(), primary: true }] : []),
                ...(secretName && develops(session, tenant)
                  ? [
                      {
                        key: 'deploy',
                        label: t('catalog.instance.deploy'),
                        run: () => navigate(`/dev/${tenant}/workloads/new?secret=${secretName}`),
                      },
                    ]
                  : []),
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="columns">
              <div className="stack">
                <Panel title={t('catalog.instance.delivery')}>
                  <RunSteps steps={object.status?.steps ?? []} />
                </Panel>
                {secretName && bindings.items.length === 1 && develops(session, tenant) && (
                  <SecretPanel namespace={tenant} name={secretName} />
                )}
                <BindingsPanel tenant={tenant} instance={instance} bindings={bindings} mayChange={develops(session, tenant)} />
              </div>
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('parts.object.identifier'), <Identifier key="name" text={instance} />],
                    object.spec.requestRef
                      ? [
                          t('catalog.instance.request'),
                          <Link key="order" className="mono" to={`/dev/${tenant}/orders/${object.spec.requestRef}`}>
                            {object.spec.requestRef}
                          </Link>,
                        ]
                      : undefined,
                    ...Object.entries(object.spec.parameters ?? {}).map(([name, value]): [string, string] => [
                      fields.find((field) => field.name === name)?.title ?? name,
                      typeof value === 'boolean' ? t(value ? 'parts.yes' : 'parts.no') : String(value),
                    ]),
                    ...Object.entries(object.spec.takes ?? {}).map(([resource, amount]): [string, string] => [
                      resourceWord(resource, words),
                      amountText(resource, amount, words),
                    ]),
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
            </div>
          )
        }
      />
      {deleting && object && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('catalog.instance.title'),
            name: instance,
            takes: [
              t('catalog.instance.goes.database'),
              ...bindings.items.map((b) => t('catalog.instance.goes.binding', { name: b.metadata.name })),
            ],
            ...objectDeletion(ServiceInstance, object),
          }}
        />
      )}
    </>
  );
}

import { type KubeObject, type ObjectOf, ServiceBinding, Workload } from '@dizuo/api';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { objectDeletion } from '../../data/object-deletion.ts';
import { type LiveList, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { ObjectState } from '../../parts/state-tag.tsx';
import { whyNotReady } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { RunSteps } from '../../shapes/run-steps.tsx';
import { SecretPanel } from './secret-panel.tsx';

const BindingDialog = lazy(() => import('./binding-dialog.tsx').then((m) => ({ default: m.BindingDialog })));
type Binding = ObjectOf<typeof ServiceBinding> & KubeObject;

/** The bindings of an instance, each with its credentials for who may read them; more can be made, and one taken back. */
export function BindingsPanel(props: { tenant: string; instance: string; bindings: LiveList<Binding>; mayChange: boolean }) {
  const { t } = useWords();
  const words = useServerWords();
  const { tenant, instance, bindings, mayChange } = props;
  const workloads = useLiveList(Workload, { namespace: tenant, enabled: mayChange });
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<string>();
  const [deleting, setDeleting] = useState<Binding>();
  const secretOf = (binding: Binding) => binding.status?.secretName ?? binding.spec.secretName ?? binding.metadata.name;
  const users = (binding: Binding) =>
    workloads.items.filter((w) => w.spec.env?.some((variable) => variable.secretKeyRef?.name === secretOf(binding)));

  return (
    <Panel
      title={t('catalog.instance.bindings')}
      flush
      extra={mayChange && <Button onClick={() => setMaking(true)}>{t('catalog.instance.newBinding')}</Button>}
    >
      {bindings.loaded && bindings.items.length === 0 && (
        <EmptyStart title={t('catalog.instance.noBinding')} hint={t('catalog.instance.noBindingHint')} />
      )}
      <ul className="rows">
        {bindings.items.map((binding) => {
          const why = words.told(whyNotReady(binding));
          const isReady = binding.status?.phase === 'Ready';
          return (
            <li key={binding.metadata.uid} className="stack-tight">
              <span className="row-between">
                <span className="row">
                  <strong className="mono">{binding.metadata.name}</strong>
                  <ObjectState object={binding} />
                </span>
                <span className="row">
                  <When at={binding.metadata.creationTimestamp} />
                  {mayChange && isReady && bindings.items.length > 1 && (
                    <Button
                      size="small"
                      aria-expanded={shown === binding.metadata.name}
                      onClick={() => setShown(shown === binding.metadata.name ? undefined : binding.metadata.name)}
                    >
                      {t('catalog.instance.credentials')}
                    </Button>
                  )}
                  {mayChange && (
                    <Button
                      size="small"
                      danger
                      aria-label={`${t('parts.delete')} ${binding.metadata.name}`}
                      onClick={() => setDeleting(binding)}
                    >
                      {t('parts.delete')}
                    </Button>
                  )}
                </span>
              </span>
              {why && <span className="muted">{why}</span>}
              {!isReady && (binding.status?.steps?.length ?? 0) > 0 && <RunSteps steps={binding.status?.steps ?? []} />}
              {shown === binding.metadata.name && <SecretPanel namespace={tenant} name={secretOf(binding)} />}
            </li>
          );
        })}
      </ul>
      {making && (
        <Suspense>
          <BindingDialog tenant={tenant} instance={instance} onClose={() => setMaking(false)} />
        </Suspense>
      )}
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(undefined)}
          deletion={{
            what: t('catalog.instance.bindings'),
            name: deleting.metadata.name,
            takes: [
              t('catalog.instance.goes.secret', { name: secretOf(deleting) }),
              ...users(deleting).map((w) => t('catalog.instance.goes.workload', { name: w.metadata.name })),
            ],
            ...objectDeletion(ServiceBinding, deleting),
          }}
        />
      )}
    </Panel>
  );
}

import { AuthPolicy, Consumer, type KubeObject, type ObjectOf } from '@dizuo/api';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { revokeCredential } from './issue-credential.ts';

const ConsumerDialog = lazy(() => import('./consumer-dialog.tsx').then((m) => ({ default: m.ConsumerDialog })));
const CredentialDialog = lazy(() => import('./credential-dialog.tsx').then((m) => ({ default: m.CredentialDialog })));

type ConsumerObject = ObjectOf<typeof Consumer> & KubeObject;
type Credential = ConsumerObject['spec']['credentials'][number];

/** One consumer: how it proves itself, and which policies let it pass. */
export function ConsumerPage() {
  const { t } = useWords();
  const { tenant = '', consumer: name = '' } = useParams();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'issue' | 'delete'>();
  const live = useLiveObject(Consumer, { namespace: tenant, name });
  const { object: consumer } = live;
  const mayChange = develops(session, tenant);
  const close = () => setOpen(undefined);

  const disable = async (disabled: boolean) => {
    await client.objects(Consumer).patch({ namespace: tenant, name }, { spec: { disabled } });
    message.success(t(disabled ? 'consumers.isDisabled' : 'consumers.isEnabled'));
  };

  return (
    <>
      <ObjectPage
        kind={Consumer}
        name={name}
        title={consumer?.spec.displayName}
        live={live}
        crumbs={[[t('consumers.title'), `/dev/${tenant}/consumers`]]}
        editable={mayChange}
        actions={
          mayChange && consumer
            ? [
                { key: 'issue', label: t('consumers.issue'), run: () => setOpen('issue'), primary: true },
                { key: 'edit', label: t('parts.edit'), run: () => setOpen('edit') },
                {
                  key: 'disable',
                  label: t(consumer.spec.disabled ? 'consumers.enable' : 'consumers.disable'),
                  run: () => void disable(!consumer.spec.disabled),
                },
                { key: 'delete', label: t('parts.delete'), run: () => setOpen('delete'), danger: true },
              ]
            : []
        }
        overview={
          consumer && (
            <div className="columns columns-even">
              <Credentials consumer={consumer} mayChange={mayChange} />
              <AllowedBy tenant={tenant} consumer={name} />
            </div>
          )
        }
      />
      <Suspense>
        {open === 'edit' && consumer && <ConsumerDialog tenant={tenant} existing={consumer} onClose={close} />}
        {open === 'issue' && consumer && <CredentialDialog consumer={consumer} onClose={close} />}
      </Suspense>
      {open === 'delete' && consumer && (
        <DeleteDialog
          onClose={close}
          deletion={{
            what: t('consumers.title'),
            name,
            takes: consumer.spec.credentials.map((c) => `${t(`consumers.types.${c.type}`)} ${c.name}`),
            ...objectDeletion(Consumer, consumer),
            done: () => navigate(`/dev/${tenant}/consumers`),
          }}
        />
      )}
    </>
  );
}

function Credentials({ consumer, mayChange }: { consumer: ConsumerObject; mayChange: boolean }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [error, setError] = useState<unknown>();
  const { credentials } = consumer.spec;
  const revoke = async (credential: Credential) => {
    setError(undefined);
    try {
      await revokeCredential(consumer, credential);
      message.success(t('consumers.revoked'));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Panel title={t('consumers.credentials')} flush>
      {error !== undefined && <ErrorNotice error={error} />}
      {credentials.length === 0 && <EmptyStart title={t('consumers.noCredentials')} />}
      <ul className="rows">
        {credentials.map((credential) => (
          <li key={credential.name} className="row-between">
            <span className="stack-tight" style={{ gap: 2 }}>
              <span className="row">
                <strong className="mono">{credential.name}</strong>
                {t(`consumers.types.${credential.type}`)}
              </span>
              <span className="muted">{detailOf(credential, (secret) => t('consumers.secret', { name: secret }))}</span>
            </span>
            {mayChange && (
              <Button
                size="small"
                danger
                aria-label={`${t('consumers.revoke')} ${credential.name}`}
                onClick={() => void revoke(credential)}
              >
                {t('consumers.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function detailOf({ apiKey, hmac, certificate }: Credential, ofSecret: (name: string) => string): string {
  if (apiKey) return ofSecret(apiKey.secretRef.name);
  if (hmac) return `keyid ${hmac.keyId} · ${ofSecret(hmac.secretRef.name)}`;
  return [certificate?.subject, certificate?.dnsName, certificate?.uri].filter(Boolean).join(' · ');
}

/** The auth policies that let the consumer pass: those that name it, and those that name none. */
function AllowedBy({ tenant, consumer }: { tenant: string; consumer: string }) {
  const { t } = useWords();
  const policies = useLiveList(AuthPolicy, { namespace: tenant });
  const allowing = policies.items.filter(({ spec }) => {
    const { apiKey, hmac, mutualTls } = spec.authentication ?? {};
    return (apiKey || hmac || mutualTls) && (spec.allowed?.consumers?.includes(consumer) ?? true);
  });
  return (
    <Panel title={t('consumers.usedBy')}>
      {allowing.length === 0 && <p className="muted">{t('consumers.noPolicy')}</p>}
      <ul className="stack">
        {allowing.map(({ metadata }) => (
          <li key={metadata.name}>
            <Link to={`/dev/${tenant}/policies/authpolicies/${metadata.name}`}>{metadata.name}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

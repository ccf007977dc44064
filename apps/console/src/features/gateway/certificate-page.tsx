import { Certificate, Secret } from '@dizuo/api';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops, holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { certificateState, certificatesPath } from './certificate-values.ts';
import { ConditionList } from './condition-list.tsx';

/** One certificate: its names, its end, who uses it. Its key is not shown anywhere. */
export function CertificatePage() {
  const { t } = useWords();
  const params = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const namespace = params.tenant ?? params.namespace ?? '';
  const name = params.certificate ?? '';
  const base = certificatesPath(params.tenant);
  const here = params.tenant === undefined ? `${base}/${namespace}/${name}` : `${base}/${name}`;
  const live = useLiveObject(Certificate, { namespace, name });
  const { object } = live;
  const mayChange = params.tenant === undefined ? holds(session, 'operator') && namespace === 'dizuo-system' : develops(session, namespace);
  const { reason, state } = object ? certificateState(object) : { reason: undefined, state: 'unknown' as const };
  const endsSoon = reason === 'ExpiresSoon';
  const { status, spec } = object ?? {};
  const listeners = status?.listeners ?? [];
  return (
    <>
      <ObjectPage
        kind={Certificate}
        name={name}
        live={live}
        crumbs={[[t('certificates.title'), base]]}
        state={endsSoon ? { state, word: t('certificates.soon') } : undefined}
        figures={[
          [t('certificates.expires'), <When key="expires" at={status?.notAfter} />],
          [t('certificates.usedBy'), listeners.length],
        ]}
        editable={mayChange}
        actions={
          mayChange
            ? [
                { key: 'replace', label: t('certificates.replace'), run: () => navigate(`${here}/replace`), primary: endsSoon },
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        notice={endsSoon && <div className="notice notice-old">{t('certificates.soonHint')}</div>}
        overview={
          object && (
            <div className="columns columns-even">
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('certificates.names'), <Names key="names" of={status?.dnsNames ?? []} />],
                    [t('certificates.required'), <Names key="required" of={spec?.dnsNames ?? []} />],
                    [t('certificates.issuer'), status?.issuer],
                    [t('certificates.subject'), status?.subject],
                    [t('certificates.starts'), <When key="starts" at={status?.notBefore} />],
                    [t('certificates.expires'), <When key="expires" at={status?.notAfter} />],
                    status?.fingerprint ? [t('certificates.fingerprint'), <Identifier key="print" text={status.fingerprint} />] : undefined,
                    [t('certificates.secret'), <span key="secret" className="mono">{`${namespace}/${spec?.secretRef.name}`}</span>],
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
              <div className="stack">
                <Panel title={t('certificates.conditions')}>
                  <ConditionList conditions={status?.conditions ?? []} />
                </Panel>
                <Panel title={t('certificates.usedBy')} flush>
                  {listeners.length === 0 && <p className="muted panel-body">{t('certificates.notUsed')}</p>}
                  <ul className="rows">
                    {listeners.map((listener) => (
                      <li key={listener} className="mono">
                        {listener}
                      </li>
                    ))}
                  </ul>
                </Panel>
              </div>
            </div>
          )
        }
      />
      {deleting && object && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            ...objectDeletion(Certificate, object),
            what: t('certificates.title'),
            name,
            takes: [
              t('certificates.goes.secret', { name: object.spec.secretRef.name }),
              ...listeners.map((listener) => t('certificates.goes.listener', { name: listener })),
            ],
            run: async () => {
              await objectDeletion(Certificate, object).run();
              await client.objects(Secret).delete({ namespace, name: object.spec.secretRef.name });
            },
            done: () => navigate(base),
          }}
        />
      )}
    </>
  );
}

function Names({ of }: { of: readonly string[] }) {
  return <span className="mono">{of.join(' ') || '—'}</span>;
}

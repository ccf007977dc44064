import { Certificate, Gateway, type KubeObject, type ObjectOf, Secret, systemNamespace } from '@dizuo/api';
import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { develops, holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useListing, useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { When } from '../../parts/when.tsx';
import { LiveTable } from '../../shapes/list-page.tsx';
import { PageHead } from '../../shapes/page-head.tsx';
import { CertificateState } from './certificate-state.tsx';
import { certificateState, certificatesPath, unwatchedSecrets } from './certificate-values.ts';

type CertificateObject = ObjectOf<typeof Certificate> & KubeObject;

/** TLS certificates: a tenant's own, or for the operator those of all. */
export function CertificatesPage() {
  const { t } = useWords();
  const { tenant } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const base = certificatesPath(tenant);
  const list = useListing(Certificate, tenant === undefined ? {} : { namespace: tenant });
  const place = tenant ?? systemNamespace;
  const mayChange = tenant === undefined ? holds(session, 'operator') : develops(session, tenant);
  const upload = mayChange && (
    <Button type="primary" onClick={() => navigate(`${base}/new`)}>
      {t('certificates.upload')}
    </Button>
  );
  const pageOf = ({ metadata }: CertificateObject) =>
    tenant === undefined ? `${base}/${metadata.namespace}/${metadata.name}` : `${base}/${metadata.name}`;
  return (
    <div className="page">
      <PageHead
        title={t('certificates.title')}
        count={list.loaded ? list.items.length : undefined}
        lead={t('certificates.lead')}
        actions={list.items.length > 0 && upload}
      />
      <div className="stack">
        {mayChange && list.loaded && <UnwatchedNotice certificates={list.items} place={place} base={base} />}
        <div>
          <LiveTable
            id="certificates"
            list={list}
            sort="expires"
            words={(c) => `${c.metadata.namespace} ${c.metadata.name} ${c.status?.dnsNames?.join(' ') ?? ''} ${c.status?.issuer ?? ''}`}
            empty={{ title: t('certificates.empty'), hint: t('certificates.emptyHint'), action: upload }}
            columns={[
              {
                key: 'name',
                title: t('parts.name'),
                path: 'metadata.name',
                cell: (c) => (
                  <>
                    <Link to={pageOf(c)}>{c.metadata.name}</Link>
                    {tenant === undefined && <div className="mono muted">{c.metadata.namespace}</div>}
                  </>
                ),
                text: (c) => c.metadata.name,
              },
              {
                key: 'state',
                title: t('parts.stateLabel'),
                cell: (c) => <CertificateState certificate={c} />,
                text: (c) => certificateState(c).state,
              },
              {
                key: 'names',
                title: t('certificates.names'),
                cell: (c) => <span className="mono">{(c.status?.dnsNames ?? c.spec.dnsNames).join(' ')}</span>,
                text: (c) => (c.status?.dnsNames ?? c.spec.dnsNames).join(' '),
              },
              { key: 'issuer', title: t('certificates.issuer'), cell: (c) => c.status?.issuer ?? '—', text: (c) => c.status?.issuer ?? '' },
              {
                key: 'expires',
                title: t('certificates.expires'),
                cell: (c) => <When at={c.status?.notAfter} />,
                text: (c) => c.status?.notAfter ?? '',
              },
              {
                key: 'used',
                title: t('certificates.usedBy'),
                cell: (c) =>
                  c.status?.listeners?.length ? (
                    <span className="mono">{c.status.listeners.join(' ')}</span>
                  ) : (
                    <span className="muted">{t('certificates.notUsed')}</span>
                  ),
                text: (c) => c.status?.listeners?.join(' ') ?? '',
              },
              {
                key: 'secret',
                title: t('certificates.secret'),
                optional: true,
                cell: (c) => <span className="mono">{c.spec.secretRef.name}</span>,
              },
            ]}
          />
        </div>
      </div>
    </div>
  );
}

/** Certificates that are in use, or lie there, without anybody being told before they end. */
function UnwatchedNotice(props: { certificates: readonly CertificateObject[]; place: string; base: string }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const gateways = useLiveList(Gateway, { namespace: systemNamespace });
  const secrets = useLiveList(Secret, { namespace: props.place });
  const found = unwatchedSecrets(props.certificates, gateways.items, secrets.items).filter(({ namespace }) => namespace === props.place);
  if (!secrets.loaded || found.length === 0) return null;
  return (
    <div className="notice notice-old stack-tight">
      <strong>{t('certificates.unwatched')}</strong>
      <ul className="stack-tight">
        {found.map(({ secret, listeners }) => (
          <li key={secret} className="row">
            <span className="mono">{secret}</span>
            {listeners.length > 0 && <span className="muted">{t('certificates.unwatchedUsed', { listeners: listeners.join(', ') })}</span>}
            <Button size="small" onClick={() => navigate(`${props.base}/new?secret=${secret}`)}>
              {t('certificates.watch')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { type KubeObject, LargeSystem, type ObjectOf } from '@dizuo/api';
import { App } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { EmptyStart } from '../../parts/empty-start.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { bookPath, largeSystemPath } from './ledger-paths.ts';
import { keepsSystems, systemPath } from './systems.ts';
import { useDepartmentNames } from './use-department-names.ts';
import { useSystemNames } from './use-system-names.ts';

type Large = ObjectOf<typeof LargeSystem> & KubeObject;

/** One large system: its modules and, behind each, the systems and applications that live on in it. */
export function LargeSystemPage() {
  const { t } = useWords();
  const { tenant = '', large = '' } = useParams();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const department = useDepartmentNames();
  const key = { namespace: tenant, name: large };
  const live = useLiveObject(LargeSystem, key);
  const { object } = live;
  const keeps = keepsSystems(session, tenant);
  return (
    <>
      <ObjectPage
        kind={LargeSystem}
        name={large}
        live={live}
        crumbs={[[t('ledger.large.title'), '/gov/large-systems']]}
        title={object?.spec.displayName ?? large}
        state={object && { state: 'ready', word: t('ledger.large.counted') }}
        editable={keeps}
        figures={
          object
            ? [
                [t('ledger.large.modules'), (object.spec.modules ?? []).length],
                [t('ledger.large.members'), (object.spec.members ?? []).length],
                [t('ledger.large.replaced'), (object.spec.formedFrom ?? []).length],
                [t('ledger.large.department'), department(object.spec.departmentRef)],
              ]
            : []
        }
        actions={
          keeps && object
            ? [
                { key: 'edit', label: t('parts.edit'), run: () => navigate(`${largeSystemPath(object)}/edit`), primary: true },
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        overview={
          object && (
            <div className="columns">
              <Modules large={object} />
              <About large={object} />
            </div>
          )
        }
      />
      {deleting && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t('ledger.large.title'),
            name: large,
            takes: [t('ledger.large.goes')],
            run: () => client.objects(LargeSystem).delete(key),
            done: () => {
              message.success(t('ledger.large.deleted'));
              navigate('/gov/large-systems');
            },
          }}
        />
      )}
    </>
  );
}

function Modules({ large }: { large: Large }) {
  const { t } = useWords();
  const { modules = [], members = [] } = large.spec;
  const systemName = useSystemNames(
    large.metadata.namespace ?? '',
    members.map(({ name }) => name),
  );
  const shown = (kind: string, name: string) => (kind === 'InformationSystem' ? systemName(name) : name);
  return (
    <Panel flush title={t('ledger.large.modules')}>
      {modules.length === 0 && <EmptyStart title={t('ledger.large.noModules')} hint={t('ledger.large.noModulesHint')} />}
      <ul className="rows">
        {modules.map((module) => {
          const own = members.filter((member) => member.module === module.name);
          return (
            <li key={module.name} className="stack-tight">
              <span className="row-between">
                <strong>{module.displayName}</strong>
                <span className="mono muted">{module.name}</span>
              </span>
              {module.description && <span>{module.description}</span>}
              {own.length === 0 && <span className="muted">{t('ledger.large.noMembers')}</span>}
              {own.map(({ kind, tenant, name }) => (
                <span key={`${kind}/${tenant}/${name}`} className="row">
                  <span className="muted">{t(`ledger.large.kinds.${kind}`)}</span>
                  <Link to={bookPath(kind, tenant, name) ?? ''}>{shown(kind, name)}</Link>
                  {tenant !== large.metadata.namespace && <span className="mono muted">{tenant}</span>}
                </span>
              ))}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function About({ large }: { large: Large }) {
  const { t } = useWords();
  const department = useDepartmentNames();
  const { namespace = '' } = large.metadata;
  const { description, linesOfBusiness = [], formedFrom = [], countedIn, exceptionRef, tenants = [] } = large.spec;
  const systemName = useSystemNames(namespace, formedFrom);
  return (
    <div className="stack">
      <Panel title={t('parts.object.overview')}>
        <Facts
          of={[
            description ? [t('ledger.large.description'), description] : undefined,
            linesOfBusiness.length > 0 ? [t('ledger.large.lines'), linesOfBusiness.join('、')] : undefined,
            [
              t('ledger.large.counted'),
              <Link key="ledger" to={`/gov/ledgers/${namespace}`}>
                {department(countedIn ?? '')}
              </Link>,
            ],
            exceptionRef
              ? [
                  t('ledger.way.chooseException'),
                  <Link key="exception" to={`/gov/exceptions/${namespace}/${exceptionRef}`}>
                    {exceptionRef}
                  </Link>,
                ]
              : undefined,
            tenants.length > 0 ? [t('ledger.large.tenants'), tenants.join('、')] : undefined,
          ]}
        />
      </Panel>
      {formedFrom.length > 0 && (
        <Panel flush title={t('ledger.large.replaced')}>
          <ul className="rows">
            {formedFrom.map((name) => (
              <li key={name}>
                <Link to={systemPath(namespace, name)}>{systemName(name)}</Link>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

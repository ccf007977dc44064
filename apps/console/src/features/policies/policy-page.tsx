import type { Condition } from '@dizuo/api';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { NotFoundPage } from '../../app/error-page.tsx';
import { objectDeletion } from '../../data/object-deletion.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog } from '../../parts/delete-dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useServerWords } from '../../parts/server-words.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { type PolicyObject, type PolicyPlural, policyKindOf, policyKinds, targetWord } from './policy-kinds.ts';
import { policySummary } from './policy-summary.ts';
import { TargetLinks } from './target-links.tsx';

const CanaryBoard = lazy(() => import('./canary-board.tsx').then((m) => ({ default: m.CanaryBoard })));

/** One policy: what it is attached to, what it does, and what the gateways made of it. */
export function PolicyPage() {
  const words = useWords();
  const { t } = words;
  const { tenant = '', kind, policy: name = '' } = useParams();
  const { session } = useSession();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const known = policyKindOf(kind);
  const live = useLiveObject(known ?? policyKinds.authpolicies, { namespace: tenant, name }, known !== undefined);
  if (!known) return <NotFoundPage />;
  const plural = kind as PolicyPlural;
  const policy = live.object as PolicyObject | undefined;
  const list = `/dev/${tenant}/policies`;
  const mayChange = develops(session, tenant);

  return (
    <>
      <ObjectPage
        kind={known}
        name={name}
        live={live}
        crumbs={[[t('policies.list.title'), list]]}
        figures={[[t('policies.list.kind'), t(`policies.kinds.${plural}`)]]}
        editable={mayChange}
        actions={
          mayChange
            ? [
                { key: 'edit', label: t('parts.edit'), run: () => navigate(`${list}/${plural}/${name}/edit`) },
                { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true },
              ]
            : []
        }
        overview={
          policy && (
            <div className="stack">
              {isCanary(policy) && (
                <Suspense>
                  <CanaryBoard policy={policy} mayChange={mayChange} />
                </Suspense>
              )}
              <div className="columns columns-even">
                <Panel title={t('policies.page.spec')}>
                  <Facts
                    of={[
                      [t('policies.page.targets'), <TargetLinks key="targets" tenant={tenant} of={policy.spec.targetRefs} />],
                      [t('policies.list.does'), <Summary key="does" of={policySummary(policy, words)} />],
                      [t('parts.created'), <When key="created" at={policy.metadata.creationTimestamp} />],
                    ]}
                  />
                </Panel>
                <Attached policy={policy} />
              </div>
            </div>
          )
        }
      />
      {deleting && policy && (
        <DeleteDialog
          onClose={() => setDeleting(false)}
          deletion={{
            what: t(`policies.kinds.${plural}`),
            name,
            takes: policy.spec.targetRefs.map(targetWord),
            ...objectDeletion(known, policy),
            done: () => navigate(list),
          }}
        />
      )}
    </>
  );
}

function isCanary(policy: PolicyObject): policy is Extract<PolicyObject, { spec: { steps: unknown } }> {
  return 'steps' in policy.spec;
}

function Summary({ of }: { of: readonly string[] }) {
  return (
    <span className="stack-tight" style={{ gap: 2 }}>
      {of.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}

/** The conditions by what the policy is attached to. */
function Attached({ policy }: { policy: PolicyObject }) {
  const { t } = useWords();
  const words = useServerWords();
  const ancestors = policy.status?.ancestors ?? [];
  return (
    <Panel title={t('policies.page.attached')}>
      {ancestors.length === 0 && <p className="muted">{t('policies.page.notAttached')}</p>}
      <ul className="stack">
        {ancestors.flatMap(({ ancestorRef, conditions = [] }) =>
          conditions.map((condition: Condition) => (
            <li
              key={`${ancestorRef.kind}/${ancestorRef.name}/${ancestorRef.sectionName}/${condition.type}`}
              className="stack-tight"
              style={{ gap: 2 }}
            >
              <span className="row">
                <StateTag
                  state={condition.status === 'True' ? 'ready' : condition.status === 'False' ? 'degraded' : 'unknown'}
                  word={words.heading(condition.type)}
                />
                <span className="muted">
                  {ancestorRef.kind} {ancestorRef.name}
                </span>
              </span>
              <span>{words.told(condition)}</span>
            </li>
          )),
        )}
      </ul>
    </Panel>
  );
}

import type { KubeObject } from '@dizuo/api';
import { lazy, type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import type { LiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { DeleteDialog, type Deletion } from '../../parts/delete-dialog.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { conditionsOf } from '../../parts/states.ts';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import type { AskedValues } from './asked-values.ts';
import { ConditionList } from './condition-list.tsx';
import { type RouteKind, useRouteTabs } from './route-tabs.tsx';

const PoliciesPanel = lazy(() => import('../policies/policies-panel.tsx').then((m) => ({ default: m.PoliciesPanel })));

/** The page of a route of either kind: what it says, what the gateways say of it, its policies and traffic, and a box to try requests. */
export function RouteObjectPage<T extends KubeObject>(props: {
  kind: RouteKind;
  tenant: string;
  name: string;
  live: LiveObject<T>;
  /** Address of the list that it is in. */
  list: string;
  /** Address of its form; undefined where the form does not show all that it says. */
  form: string | undefined;
  figures?: [string, ReactNode][];
  facts: Fact[];
  /** Below the facts. */
  more?: ReactNode;
  /** What is asked of the gateway at first. */
  start: Partial<AskedValues>;
  deletion: Pick<Deletion, 'what' | 'takes' | 'run' | 'check'>;
}) {
  const { t } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const { kind, tenant, name, live, list, form, figures } = props;
  const { object } = live;
  const tabs = useRouteTabs({ kind, routeKey: { namespace: tenant, name }, start: props.start });
  const mayChange = develops(session, tenant);
  const edit = form === undefined ? [] : [{ key: 'edit', label: t('parts.edit'), run: () => navigate(form) }];
  const remove = { key: 'delete', label: t('parts.delete'), run: () => setDeleting(true), danger: true };
  return (
    <>
      <ObjectPage
        kind={kind}
        name={name}
        live={live}
        crumbs={[[t('gateway.routes.title'), list]]}
        {...(figures ? { figures } : {})}
        editable={mayChange}
        actions={mayChange ? [...edit, remove] : []}
        tabs={[
          {
            key: 'policies',
            label: t('gateway.routes.policies'),
            content: <PoliciesPanel tenant={tenant} kind={kind.kind as 'HTTPRoute' | 'GRPCRoute'} name={name} mayChange={mayChange} />,
          },
          ...tabs,
        ]}
        overview={
          object && (
            <div className="columns columns-even">
              <Panel title={t('parts.object.overview')}>
                <Facts of={[...props.facts, [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />]]} />
                {props.more}
                {form === undefined && (
                  <p className="help" style={{ marginTop: 12 }}>
                    {t('gateway.routes.forms')}
                  </p>
                )}
              </Panel>
              <Panel title={t('gateway.routes.conditions')}>
                {conditionsOf(object).length === 0 && <p className="muted">{t('gateway.routes.noStatus')}</p>}
                <ConditionList conditions={conditionsOf(object)} />
              </Panel>
            </div>
          )
        }
      />
      {deleting && object && (
        <DeleteDialog onClose={() => setDeleting(false)} deletion={{ name, ...props.deletion, done: () => navigate(list) }} />
      )}
    </>
  );
}

import { HTTPRoute, LargeSystem } from '@dizuo/api';
import { Link } from 'react-router';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ObjectState } from '../../parts/state-tag.tsx';
import type { DispositionObject } from './disposition-values.ts';

/** The real objects that its progress is read from: its route at the gateway, or the application that is the module. */
export function DispositionObjects({ disposition }: { disposition: DispositionObject }) {
  const { t } = useWords();
  const { metadata, spec } = disposition;
  const { namespace = '' } = metadata;
  const { merge } = spec;
  const routes = useLiveList(HTTPRoute, {
    namespace,
    labelSelector: `integration.dizuo/system=${spec.systemRef.slice(0, 63)}`,
    enabled: spec.way === 'connect',
  });
  const large = useLiveObject(LargeSystem, { namespace, name: merge?.largeSystemRef ?? '' }, merge !== undefined);
  if (spec.way !== 'connect' && !merge) return null;
  const members = (large.object?.spec.members ?? []).filter(({ kind, module }) => kind === 'Application' && module === merge?.module);
  const none = <span className="muted">{t('decision.noObjects')}</span>;
  return (
    <Panel title={t('decision.objects')}>
      <Facts
        of={[
          spec.way === 'connect' && [
            t('decision.route'),
            routes.items.length === 0 ? (
              none
            ) : (
              <ul key="routes" className="stack-tight">
                {routes.items.map((route) => (
                  <li key={route.metadata.uid} className="row">
                    <Link to={`/dev/${namespace}/routes/${route.metadata.name}`}>{route.spec.hostnames?.join(', ')}</Link>
                    <ObjectState object={route} />
                  </li>
                ))}
              </ul>
            ),
          ],
          merge && [
            t('decision.application'),
            members.length === 0 ? (
              none
            ) : (
              <ul key="members" className="stack-tight">
                {members.map(({ tenant, name }) => (
                  <li key={`${tenant}/${name}`}>
                    <Link to={`/dev/${tenant}/applications/${name}`}>{name}</Link>
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </Panel>
  );
}

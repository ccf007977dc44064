import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { useAddress } from '../../shapes/use-address.ts';
import type { Graph } from './dependency-graph.ts';
import { useDepartmentNames } from './use-department-names.ts';

/** The chosen system: who calls it, whom it calls, and what can be looked at from it. */
export function DependencySelection({ graph, selected }: { graph: Graph; selected: string }) {
  const { t } = useWords();
  const address = useAddress();
  const department = useDepartmentNames();
  const node = graph.nodes.find(({ key }) => key === selected);
  if (!node) return null;
  const callers = graph.links.filter(({ to }) => to === selected);
  const calls = graph.links.filter(({ from }) => from === selected);
  const nameOf = (key: string) => graph.nodes.find((one) => one.key === key)?.displayName ?? key;
  return (
    <aside className="dependency-selection stack">
      <div>
        <div className="row-between" style={{ flexWrap: 'nowrap' }}>
          <strong>{node.displayName}</strong>
          <Button
            type="text"
            icon={<CloseOutlined />}
            title={t('dependencies.close')}
            aria-label={t('dependencies.close')}
            onClick={() => address.set({ selected: undefined })}
          />
        </div>
        <p className="muted">
          {node.outside
            ? t('dependencies.outside')
            : `${department(node.departmentRef)} · ${t(`assessment.level.${node.level}` as WordKey)}`}
          {node.way && ` · ${t(`assessment.way.${node.way}`)}`}
        </p>
        <p className="visually-hidden" aria-live="polite">
          {t('dependencies.selected', { name: node.displayName, callers: callers.length, calls: calls.length })}
        </p>
      </div>
      <div className="stack-tight">
        {!node.outside && <Link to={`/gov/systems/${node.key}?tab=assessment`}>{t('dependencies.open')}</Link>}
        <Button onClick={() => address.set({ focus: selected, from: undefined, to: undefined })}>{t('dependencies.focusHere')}</Button>
        <Button onClick={() => address.set({ from: selected, to: undefined, selected: undefined })}>{t('dependencies.pathFrom')}</Button>
      </div>
      <Ends title={t('dependencies.callers', { count: callers.length })} links={callers} end={({ from }) => from} nameOf={nameOf} />
      <Ends title={t('dependencies.calls', { count: calls.length })} links={calls} end={({ to }) => to} nameOf={nameOf} />
    </aside>
  );
}

function Ends(props: {
  title: string;
  links: Graph['links'][number][];
  end(link: Graph['links'][number]): string;
  nameOf(key: string): string;
}) {
  const address = useAddress();
  if (props.links.length === 0) return null;
  return (
    <div className="stack-tight" style={{ gap: 4 }}>
      <strong>{props.title}</strong>
      <ul className="stack-tight" style={{ gap: 4 }}>
        {props.links.map((link) => (
          <li key={props.end(link)}>
            <button type="button" className="plain-link" onClick={() => address.set({ selected: props.end(link) })}>
              {props.nameOf(props.end(link))}
            </button>
            <div className="muted help">{[...link.names, ...link.protocols].join(' · ')}</div>
          </li>
        ))}
      </ul>
    </div>
  );
}

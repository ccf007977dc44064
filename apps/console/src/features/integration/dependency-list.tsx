import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { Pager } from '../../shapes/data-table.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import type { Graph, GraphNode } from './dependency-graph.ts';
import { useDepartmentNames } from './use-department-names.ts';

const pageSize = 30;

/** The same as words: each system with who calls it and whom it calls, the most linked first. */
export function DependencyList({ graph }: { graph: Graph }) {
  const address = useAddress();
  const selected = address.get('selected');
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const key of graph.links.flatMap(({ from, to }) => [from, to])) found.set(key, (found.get(key) ?? 0) + 1);
    return found;
  }, [graph]);
  const rows = graph.nodes
    .filter(({ key }) => !selected || key === selected)
    .toSorted((a, b) => (counts.get(b.key) ?? 0) - (counts.get(a.key) ?? 0) || (a.key < b.key ? -1 : 1));
  const page = Math.min(Math.max(1, Number(address.get('page')) || 1), Math.max(1, Math.ceil(rows.length / pageSize)));
  return (
    <>
      <ul className="rows">
        {rows.slice((page - 1) * pageSize, page * pageSize).map((node) => (
          <Row key={node.key} node={node} graph={graph} open={node.key === selected} />
        ))}
      </ul>
      <Pager
        page={page}
        size={pageSize}
        count={rows.length}
        onPage={(next) => address.set({ page: next > 1 ? String(next) : undefined })}
      />
    </>
  );
}

function Row({ node, graph, open }: { node: GraphNode; graph: Graph; open: boolean }) {
  const { t } = useWords();
  const department = useDepartmentNames();
  const [shown, setShown] = useState(open);
  const callers = graph.links.filter(({ to }) => to === node.key);
  const calls = graph.links.filter(({ from }) => from === node.key);
  const nameOf = (key: string) => graph.nodes.find((one) => one.key === key)?.displayName ?? key;
  const ends = (title: string, links: typeof callers, end: (link: (typeof callers)[number]) => string) =>
    links.length > 0 && (
      <div>
        <span className="muted">{title}</span>
        <ul>
          {links.map((link) => (
            <li key={end(link)}>
              {nameOf(end(link))} <span className="muted">{link.names.join('、')}</span>
            </li>
          ))}
        </ul>
      </div>
    );
  return (
    <li className="stack-tight">
      <div>
        {node.outside ? <span>{node.displayName}</span> : <Link to={`/gov/systems/${node.key}?tab=assessment`}>{node.displayName}</Link>}
        <div className="muted">
          {node.outside
            ? t('dependencies.outside')
            : `${department(node.departmentRef)} · ${t(`assessment.level.${node.level}` as WordKey)}`}
        </div>
      </div>
      {callers.length + calls.length > 0 && (
        <button type="button" className="plain-link" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t('dependencies.callers', { count: callers.length })} {t('dependencies.calls', { count: calls.length })}
        </button>
      )}
      {shown && ends(t('dependencies.callers', { count: callers.length }), callers, ({ from }) => from)}
      {shown && ends(t('dependencies.calls', { count: calls.length }), calls, ({ to }) => to)}
    </li>
  );
}

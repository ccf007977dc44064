import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../../i18n/use-words.ts';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { DependencyCanvas } from './dependency-canvas.tsx';
import { DependencyExport } from './dependency-export.tsx';
import { type Dimension, dimensions, type Graph, graphOfPath, neighbourhood, pathBetween } from './dependency-graph.ts';
import { layeredScene } from './dependency-layout.ts';
import { DependencyLegend } from './dependency-legend.tsx';
import { DependencySelection } from './dependency-selection.tsx';
import { useDimensionWords } from './use-dimension-words.ts';

/** Up to so many systems are drawn by who calls whom; more of them only in layers. */
const mostInFlow = 120;

/** The drawing with what belongs to it: focus, path, selection, legend, export. */
export function DependencyStage({ whole, graph }: { whole: Graph; graph: Graph }) {
  const { t } = useWords();
  const address = useAddress();
  const navigate = useNavigate();
  const { word, order } = useDimensionWords();
  const rows = dimensionIn(address.get('rows')) ?? 'level';
  const columns = dimensionIn(address.get('columns'));
  const steps = Math.min(4, Math.max(1, Number(address.get('steps')) || 1));
  const [focus, from, to, selected] = ['focus', 'from', 'to', 'selected'].map((key) => address.get(key)) as [
    string,
    string,
    string,
    string,
  ];

  const path = useMemo(() => (from && to ? pathBetween(whole, from, to) : undefined), [whole, from, to]);
  const shown = useMemo(() => {
    if (path) return graphOfPath(whole, path.keys);
    return focus ? neighbourhood(whole, focus, steps) : graph;
  }, [whole, graph, path, focus, steps]);
  const inFlow = shown !== graph && shown.nodes.length <= mostInFlow;
  const flow = useQuery({
    queryKey: ['dependency-flow'],
    queryFn: () => import('./dependency-flow.ts'),
    enabled: inFlow,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const scene = useMemo(() => {
    if (inFlow && flow.data) return flow.data.flowScene(shown);
    return layeredScene(shown, { rows, columns: columns === rows ? undefined : columns, order });
  }, [shown, inFlow, flow.data, rows, columns, order]);
  const title = useCallback(
    (value: string, kind: 'row' | 'column') => word(kind === 'row' ? rows : (columns ?? rows), value),
    [word, rows, columns],
  );
  const lit = useMemo(() => {
    if (!selected || path) return undefined;
    const near = shown.links.flatMap((link) => (link.from === selected || link.to === selected ? [link.from, link.to] : []));
    return new Set([selected, ...near]);
  }, [shown, selected, path]);

  const nameOf = (key: string) => whole.nodes.find((node) => node.key === key)?.displayName ?? key;
  const select = (key: string | undefined) => address.set(from && !to && key ? { to: key, selected: undefined } : { selected: key });
  return (
    <>
      {(focus || from) && (
        <div className="filters">
          {focus && !from && (
            <>
              <strong>{t('dependencies.focusOn', { name: nameOf(focus) })}</strong>
              <PlainSelect
                label={t('dependencies.steps', { count: 1 })}
                value={steps > 1 ? String(steps) : ''}
                options={[2, 3, 4].map((count) => ({ value: String(count), label: t('dependencies.steps', { count }) }))}
                onChange={(value) => address.set({ steps: value })}
              />
            </>
          )}
          {from && <PathHead name={nameOf(from)} to={to && nameOf(to)} path={path} />}
          <Button onClick={() => address.set({ focus: undefined, steps: undefined, from: undefined, to: undefined })}>
            {t('dependencies.whole')}
          </Button>
        </div>
      )}
      <div className="dependency-place">
        <DependencyCanvas
          scene={scene}
          title={title}
          selected={selected || undefined}
          lit={lit}
          onSelect={select}
          onOpen={(key) => !key.startsWith('outside/') && navigate(`/gov/systems/${key}`)}
          onFocus={(key) => address.set({ focus: key })}
        />
        {selected && <DependencySelection graph={whole} selected={selected} />}
      </div>
      <div className="filters dependency-foot">
        <DependencyLegend />
        <DependencyExport scene={scene} title={title} />
      </div>
    </>
  );
}

function PathHead({ name, to, path }: { name: string; to: string; path: ReturnType<typeof pathBetween> }) {
  const { t } = useWords();
  const count = (path?.keys.length ?? 1) - 1;
  return (
    <span className="row">
      <strong>{t('dependencies.pathFrom2', { name })}</strong>
      {to ? <strong>{to}</strong> : <span className="muted">{t('dependencies.search')}…</span>}
      {to && !path && <span className="muted">{t('dependencies.noPath')}</span>}
      {path && <span className="muted">{t(path.along ? 'dependencies.path' : 'dependencies.pathAgainst', { count })}</span>}
    </span>
  );
}

function dimensionIn(text: string): Dimension | undefined {
  return dimensions.find((dimension) => dimension === text);
}

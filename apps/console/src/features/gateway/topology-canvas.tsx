import '@xyflow/react/dist/style.css';
import {
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAppearance } from '../../app/appearance.tsx';
import { menuIcons } from '../../app/icons.tsx';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import type { NodeKind, TopologyEdge, TopologyNode } from './topology-graph.ts';
import { nodeSize, type Placed, placed, svgOf } from './topology-layout.ts';

type FlowNode = Node<{ of: Placed }, 'thing'>;

const icons: Record<NodeKind, React.ReactNode> = {
  route: menuIcons.route,
  workload: menuIcons.application,
  upstream: menuIcons.upstream,
  instance: menuIcons.instance,
};
const kinds: NodeKind[] = ['route', 'workload', 'upstream', 'instance'];
const kindWord = (kind: NodeKind): WordKey => `topology.${kind}`;
const nodeTypes = { thing: Thing };

/** The graph: computed layout, focus on one thing, legend, export. */
export function TopologyCanvas(props: { tenant: string; nodes: TopologyNode[]; edges: TopologyEdge[] }) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ tenant, nodes, edges }: { tenant: string; nodes: TopologyNode[]; edges: TopologyEdge[] }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { appearance } = useAppearance();
  const flow = useReactFlow();
  const places = useMemo(() => placed(nodes, edges), [nodes, edges]);
  const drawn: FlowNode[] = places.map((node) => ({
    id: node.id,
    type: 'thing',
    position: { x: node.x, y: node.y },
    data: { of: node },
    ...nodeSize,
    ariaLabel: `${t(kindWord(node.kind))} ${node.name}`,
  }));
  const lines: Edge[] = edges.map((edge) => ({
    id: `${edge.from} ${edge.to}`,
    source: edge.from,
    target: edge.to,
    markerEnd: { type: MarkerType.ArrowClosed },
    focusable: false,
  }));
  const [focus, setFocus] = useState<string | null>(null);
  const counted = (kind: NodeKind) => nodes.filter((node) => node.kind === kind).length;

  return (
    <div className="panel">
      <div className="filters">
        <Choice
          clearable
          maxWidth={260}
          aria-label={t('topology.focus')}
          placeholder={t('topology.focus')}
          value={focus}
          options={nodes.map((node) => ({ value: node.id, label: `${node.name} (${t(kindWord(node.kind))})` }))}
          onChange={(id) => {
            setFocus(id);
            void flow.fitView(id ? { nodes: [{ id }], maxZoom: 1.25, duration: 200 } : { duration: 200 });
          }}
        />
        <span className="legend muted">
          {kinds.map((kind) => (
            <span key={kind} className="row" style={{ gap: 6 }}>
              {icons[kind]} {t(kindWord(kind))}
            </span>
          ))}
        </span>
        <Button
          style={{ marginLeft: 'auto' }}
          onClick={() =>
            saveFile(
              `topology-${tenant}.svg`,
              'image/svg+xml',
              svgOf(places, edges, (node) => t(kindWord(node.kind))),
            )
          }
        >
          {t('topology.export')}
        </Button>
      </div>
      <section
        style={{ height: 'min(640px, 70vh)' }}
        aria-label={t('topology.label', {
          routes: counted('route'),
          workloads: counted('workload'),
          instances: counted('instance'),
        })}
      >
        <ReactFlow
          nodes={drawn}
          edges={lines}
          nodeTypes={nodeTypes}
          colorMode={appearance}
          fitView
          fitViewOptions={{ maxZoom: 1.1, padding: 0.15 }}
          minZoom={0.2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          onNodeClick={(_, node) => navigate((node as FlowNode).data.of.path)}
        >
          <Background gap={24} />
          <Controls showInteractive={false} aria-label={t('topology.fit')} />
        </ReactFlow>
      </section>
    </div>
  );
}

function Thing({ data }: NodeProps<FlowNode>) {
  const { t } = useWords();
  const { of: node } = data;
  return (
    <div className={node.missing ? 'thing thing-missing' : 'thing'}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="row" style={{ flexWrap: 'nowrap', minWidth: 0 }}>
        {icons[node.kind]}
        <Link to={node.path} className="thing-name" title={node.name} onClick={(event) => event.stopPropagation()}>
          {node.name}
        </Link>
      </div>
      <div className="row" style={{ flexWrap: 'nowrap', minWidth: 0 }}>
        {node.missing ? <StateTag state="failed" word={t('topology.missing')} /> : <StateTag state={node.state} />}
        <span className="muted mono thing-detail" title={node.detail}>
          {node.detail}
        </span>
      </div>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

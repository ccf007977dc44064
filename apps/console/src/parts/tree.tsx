import { CaretDownFilled, CaretRightFilled } from '@ant-design/icons';
import { type KeyboardEvent, useRef, useState } from 'react';

export interface TreeNode {
  key: string;
  title: string;
  children: readonly TreeNode[];
}

interface Row extends TreeNode {
  level: number;
  parent: string | undefined;
}

/** A tree to choose from, open at first. Arrow keys go through it as WAI-ARIA's tree view pattern says. */
export function Tree(props: { label: string; nodes: readonly TreeNode[]; chosen: string; onChoose(key: string): void }) {
  const { nodes, chosen, onChoose } = props;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const rows = rowsOf(nodes, closed);
  const current = rows.find((row) => row.key === (cursor ?? chosen))?.key ?? rows[0]?.key;

  const fold = (key: string, close: boolean) => {
    const next = new Set(closed);
    if (close) next.add(key);
    else next.delete(key);
    setClosed(next);
  };
  const go = (key: string | undefined) => {
    if (key === undefined) return;
    setCursor(key);
    box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = rows.findIndex((row) => row.key === current);
    const row = rows[at];
    if (!row) return;
    const isOpen = row.children.length > 0 && !closed.has(row.key);
    const move = new Map([
      ['ArrowDown', () => go(rows[at + 1]?.key)],
      ['ArrowUp', () => go(rows[at - 1]?.key)],
      ['Home', () => go(rows[0]?.key)],
      ['End', () => go(rows.at(-1)?.key)],
      ['ArrowRight', () => (isOpen ? go(rows[at + 1]?.key) : fold(row.key, false))],
      ['ArrowLeft', () => (isOpen ? fold(row.key, true) : go(row.parent))],
      ['Enter', () => onChoose(row.key)],
      [' ', () => onChoose(row.key)],
    ]).get(event.key);
    if (!move) return;
    event.preventDefault();
    move();
  };

  return (
    <div ref={box} role="tree" aria-label={props.label} className="tree" onKeyDown={onKeyDown}>
      {rows.map((row) => {
        const hasChildren = row.children.length > 0;
        const isOpen = !closed.has(row.key);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys for all its items
          <div
            key={row.key}
            role="treeitem"
            data-key={row.key}
            tabIndex={row.key === current ? 0 : -1}
            aria-level={row.level}
            aria-selected={row.key === chosen}
            {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
            className={row.key === chosen ? 'tree-item chosen' : 'tree-item'}
            style={{ paddingLeft: 8 + (row.level - 1) * 20 }}
            onClick={() => {
              setCursor(row.key);
              onChoose(row.key);
            }}
          >
            {hasChildren ? (
              <span
                className="tree-fold"
                aria-hidden
                onClick={(event) => {
                  event.stopPropagation();
                  fold(row.key, isOpen);
                }}
              >
                {isOpen ? <CaretDownFilled /> : <CaretRightFilled />}
              </span>
            ) : (
              <span className="tree-fold" />
            )}
            <span>{row.title}</span>
          </div>
        );
      })}
    </div>
  );
}

/** What is visible, from the top. */
function rowsOf(nodes: readonly TreeNode[], closed: ReadonlySet<string>, level = 1, parent?: string): Row[] {
  return nodes.flatMap((node) => [
    { ...node, level, parent },
    ...(closed.has(node.key) ? [] : rowsOf(node.children, closed, level + 1, node.key)),
  ]);
}

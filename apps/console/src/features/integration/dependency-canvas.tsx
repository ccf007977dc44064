import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useAppearance } from '../../app/appearance.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { type Direction, fitted, nextIn, nodeAt, showing, zoomed } from './dependency-camera.ts';
import { coloursOf } from './dependency-colours.ts';
import type { Scene } from './dependency-layout.ts';
import { paint, type View } from './dependency-paint.ts';
import { linkShapes } from './dependency-shapes.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

interface CanvasProps {
  scene: Scene;
  title(value: string, kind: 'row' | 'column'): string;
  selected: string | undefined;
  /** What stays clear; undefined: all. */
  lit: ReadonlySet<string> | undefined;
  onSelect(key: string | undefined): void;
  onOpen(key: string): void;
  onFocus(key: string): void;
}

/** Movement under which a press is a click, in pixels. */
const clickRange = 4;

/** The graph on a canvas: dragged, zoomed, chosen from by pointer and keyboard. Thousands of shapes are drawn in a few milliseconds. */
export function DependencyCanvas({ scene, title, selected, lit, onSelect, onOpen, onFocus }: CanvasProps) {
  const { t } = useWords();
  const { appearance } = useAppearance();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const [hovered, setHovered] = useState<{ name: string; x: number; y: number }>();
  const drag = useRef<{ x: number; y: number; moved: number }>(undefined);
  const shapes = useMemo(() => linkShapes(scene), [scene]);

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (size.width > 0) setView(fitted(scene, size.width, size.height));
  }, [scene, size]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours follow the appearance
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || size.width === 0) return;
    const frame = requestAnimationFrame(() => {
      const density = devicePixelRatio || 1;
      element.width = size.width * density;
      element.height = size.height * density;
      context.setTransform(density, 0, 0, density, 0, 0);
      paint(context, { scene, shapes, title, colours: coloursOf(element), selected, lit }, view, size.width, size.height);
      element.dataset.drawn = String(scene.nodes.length);
    });
    return () => cancelAnimationFrame(frame);
  }, [scene, shapes, title, selected, lit, view, size, appearance]);

  const zoom = useCallback(
    (factor: number, at?: { x: number; y: number }) => {
      setView((before) => zoomed(before, factor, at ?? { x: size.width / 2, y: size.height / 2 }));
    },
    [size],
  );

  // React listens to wheels passively; the page must not scroll along.
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * 0.0015), { x: event.offsetX, y: event.offsetY });
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [zoom]);

  const onPointerDown = (event: PointerEvent) => {
    drag.current = { x: event.clientX, y: event.clientY, moved: 0 };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const at = drag.current;
    if (at) {
      const [dx, dy] = [event.clientX - at.x, event.clientY - at.y];
      drag.current = { x: event.clientX, y: event.clientY, moved: at.moved + Math.abs(dx) + Math.abs(dy) };
      setView((before) => ({ ...before, x: before.x + dx, y: before.y + dy }));
      return;
    }
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const under = nodeAt(scene, view, { x, y });
    setHovered(under && { name: under.node.displayName, x, y });
  };
  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>) => {
    const clicked = drag.current && drag.current.moved < clickRange;
    drag.current = undefined;
    if (clicked) onSelect(nodeAt(scene, view, { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY })?.node.key);
  };
  const step = (direction: Direction) => {
    const next = nextIn(scene, selected, direction);
    if (!next) return;
    onSelect(next.node.key);
    setView((before) => showing(before, next, size.width, size.height));
  };
  const actionOf = (key: string): (() => void) | undefined => {
    if (key.startsWith('Arrow')) return () => step(key as Direction);
    if (key === '+' || key === '=') return () => zoom(1.25);
    if (key === '-') return () => zoom(0.8);
    if (key === '0') return () => setView(fitted(scene, size.width, size.height));
    if (key === 'Escape') return () => onSelect(undefined);
    if (key === 'Enter' && selected) return () => onOpen(selected);
    return key.toLowerCase() === 'f' && selected ? () => onFocus(selected) : undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const run = actionOf(event.key);
    if (!run || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run();
  };

  return (
    <div className="dependency-canvas">
      <div
        role="application"
        aria-label={t('dependencies.label', { nodes: scene.nodes.length, links: scene.links.length })}
        aria-describedby="dependency-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: worked by keyboard, as its description says
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="dependency-stage"
      >
        <canvas
          ref={canvas}
          style={{ width: size.width, height: size.height, cursor: hovered ? 'pointer' : 'grab' }}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerLeave={() => setHovered(undefined)}
        />
      </div>
      {hovered && (
        <div className="dependency-tip" style={{ left: hovered.x + 12, top: hovered.y + 12 }}>
          {hovered.name}
        </div>
      )}
      <ZoomButtons onZoom={zoom} onFit={() => setView(fitted(scene, size.width, size.height))} />
      <p id="dependency-keys" className="visually-hidden">
        {t('dependencies.keys')}
      </p>
    </div>
  );
}

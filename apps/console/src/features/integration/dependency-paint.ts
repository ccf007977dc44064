import { nodeSize, type Scene } from './dependency-layout.ts';
import type { LinkShape } from './dependency-shapes.ts';
import { shortened } from './dependency-shapes.ts';

export interface Colours {
  surface: string;
  ground: string;
  line: string;
  control: string;
  text: string;
  muted: string;
  primary: string;
  soft: string;
}

export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Painted {
  scene: Scene;
  shapes: readonly LinkShape[];
  /** Name of a row or column. */
  title(value: string, kind: 'row' | 'column'): string;
  colours: Colours;
  selected: string | undefined;
  /** What stays clear while the rest is dimmed; undefined: nothing is dimmed. */
  lit: ReadonlySet<string> | undefined;
}

const font = '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';
/** Below this size on the screen names cannot be read and are left out, in pixels of script. */
const smallestScript = 5;

/** Draws the scene. Only what lies within the canvas is drawn. */
export function paint(context: CanvasRenderingContext2D, painted: Painted, view: View, width: number, height: number): void {
  const { scene, shapes, colours, lit, selected } = painted;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  context.save();
  context.translate(view.x, view.y);
  context.scale(view.scale, view.scale);
  bands(context, painted, view);
  const isClear = (key: string) => lit === undefined || lit.has(key);
  const busy = shapes.length > 200;
  for (const clear of [false, true]) {
    for (const shape of shapes) {
      const touches = shape.from === selected || shape.to === selected;
      if ((isClear(shape.from) && isClear(shape.to) && (lit === undefined || touches || selected === undefined)) !== clear) continue;
      context.globalAlpha = clear ? (lit === undefined && busy ? 0.45 : 1) : 0.08;
      link(context, shape, touches ? colours.primary : colours.muted, shape.to === selected);
    }
  }
  for (const placed of scene.nodes) {
    const left = placed.x * view.scale + view.x;
    const top = placed.y * view.scale + view.y;
    if (left > width || top > height || left + nodeSize.width * view.scale < 0 || top + nodeSize.height * view.scale < 0) continue;
    const { node, x, y } = placed;
    context.globalAlpha = isClear(node.key) ? 1 : 0.25;
    context.fillStyle = node.counted ? colours.surface : colours.soft;
    context.strokeStyle = node.key === selected ? colours.primary : node.counted ? colours.text : colours.control;
    context.lineWidth = node.key === selected ? 2.5 : 1;
    context.setLineDash(node.outside ? [4, 3] : []);
    context.beginPath();
    context.roundRect(x, y, nodeSize.width, nodeSize.height, 4);
    context.fill();
    context.stroke();
    if (12 * view.scale < smallestScript) continue;
    context.fillStyle = node.counted ? colours.text : colours.muted;
    context.font = `12px ${font}`;
    context.textBaseline = 'middle';
    context.fillText(shortened(node.displayName, nodeSize.width - 16), x + 8, y + nodeSize.height / 2 + 0.5);
  }
  context.restore();
}

function bands(context: CanvasRenderingContext2D, { scene, title, colours }: Painted, view: View): void {
  context.setLineDash([]);
  context.textBaseline = 'top';
  // Names of rows and columns stay readable however small the drawing is.
  const script = Math.min(40, Math.max(13, 13 / view.scale));
  context.font = `600 ${script}px ${font}`;
  context.lineWidth = 1 / view.scale;
  context.strokeStyle = colours.line;
  context.fillStyle = colours.text;
  for (const { value, y, width } of scene.rows) {
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    const room = 152 / (script / 12);
    context.fillText(shortened(title(value, 'row'), room), 8, y + 12);
  }
  for (const { value, x, width, height } of scene.columns) {
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
    context.fillText(shortened(title(value, 'column'), (width - 16) / (script / 12)), x + 8, 6);
  }
}

function link(context: CanvasRenderingContext2D, { start, control, end, head }: LinkShape, colour: string, incoming: boolean): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.2;
  context.setLineDash(incoming ? [6, 3] : []);
  context.beginPath();
  context.moveTo(start[0], start[1]);
  context.quadraticCurveTo(control[0], control[1], end[0], end[1]);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  for (const [x, y] of head) context.lineTo(x, y);
  context.fill();
}

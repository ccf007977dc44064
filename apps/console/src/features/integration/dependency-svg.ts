import { nodeSize, type Scene } from './dependency-layout.ts';
import type { Colours } from './dependency-paint.ts';
import { linkShapes, shortened } from './dependency-shapes.ts';

const margin = 16;

/** The drawing as a picture of its own: all names, no dimming. */
export function svgOf(scene: Scene, title: (value: string, kind: 'row' | 'column') => string, colours: Colours): string {
  const rows = scene.rows.map(
    ({ value, y, width }) =>
      `<line x1="0" y1="${y}" x2="${width}" y2="${y}" stroke="${colours.line}"/><text x="8" y="${y + 24}" font-weight="600">${escaped(shortened(title(value, 'row'), 152))}</text>`,
  );
  const columns = scene.columns.map(
    ({ value, x, width, height }) =>
      `<line x1="${x}" y1="0" x2="${x}" y2="${height}" stroke="${colours.line}"/><text x="${x + 8}" y="20" font-weight="600">${escaped(shortened(title(value, 'column'), width - 16))}</text>`,
  );
  const links = linkShapes(scene).map(
    ({ start, control, end, head }) =>
      `<path d="M${start.map(round)} Q${control.map(round)} ${end.map(round)}" fill="none"/><path d="M${head.map((corner) => corner.map(round)).join('L')}Z" stroke="none"/>`,
  );
  const nodes = scene.nodes.map(({ node, x, y }) => {
    const stroke = node.counted ? colours.text : colours.control;
    const dash = node.outside ? ' stroke-dasharray="4 3"' : '';
    const box = `<rect x="${round(x)}" y="${round(y)}" width="${nodeSize.width}" height="${nodeSize.height}" rx="4" fill="${node.counted ? colours.surface : colours.soft}" stroke="${stroke}"${dash}/>`;
    const name = `<text x="${round(x + 8)}" y="${round(y + nodeSize.height / 2 + 4)}" fill="${node.counted ? colours.text : colours.muted}">${escaped(shortened(node.displayName, nodeSize.width - 16))}</text>`;
    return `<g><title>${escaped(node.displayName)}</title>${box}${name}</g>`;
  });
  const box = [-margin, -margin, scene.width + 2 * margin, scene.height + 2 * margin].map(round);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" width="${box[2]}" height="${box[3]}" font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" font-size="12" fill="${colours.text}"><rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="${colours.ground}"/>${rows.join('')}${columns.join('')}<g stroke="${colours.muted}" fill="${colours.muted}">${links.join('')}</g>${nodes.join('')}</svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

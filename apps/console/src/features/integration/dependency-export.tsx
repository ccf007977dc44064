import { Button } from 'antd';
import { useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { saveBlob, saveFile } from '../../parts/save-file.ts';
import { coloursOf } from './dependency-colours.ts';
import type { Scene } from './dependency-layout.ts';
import { paint } from './dependency-paint.ts';
import { linkShapes } from './dependency-shapes.ts';
import { svgOf } from './dependency-svg.ts';

type Title = (value: string, kind: 'row' | 'column') => string;

/** The longest side of a picture, in pixels: browsers draw no larger canvas reliably. */
const longestSide = 8000;
const margin = 24;

/** The drawing as a file: what is shown now, all of it. */
export function DependencyExport({ scene, title }: { scene: Scene; title: Title }) {
  const { t } = useWords();
  const place = useRef<HTMLSpanElement>(null);
  const svg = () => {
    if (place.current) saveFile('dependencies.svg', 'image/svg+xml', svgOf(scene, title, coloursOf(place.current)));
  };
  const png = () => {
    if (!place.current) return;
    const scale = Math.min(2, longestSide / Math.max(scene.width, scene.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(scene.width * scale) + 2 * margin;
    canvas.height = Math.ceil(scene.height * scale) + 2 * margin;
    const context = canvas.getContext('2d');
    if (!context) return;
    const painted = { scene, shapes: linkShapes(scene), title, colours: coloursOf(place.current), selected: undefined, lit: undefined };
    paint(context, painted, { x: margin, y: margin, scale }, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && saveBlob('dependencies.png', blob), 'image/png');
  };
  return (
    <span ref={place} className="row" style={{ marginLeft: 'auto' }}>
      <Button onClick={png}>{t('dependencies.png')}</Button>
      <Button onClick={svg}>{t('dependencies.svg')}</Button>
    </span>
  );
}

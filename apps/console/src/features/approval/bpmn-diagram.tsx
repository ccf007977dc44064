import 'bpmn-js/dist/assets/diagram-js.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';

interface Canvas {
  zoom(to?: 'fit-viewport' | number, center?: 'auto'): number;
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
}
interface ElementRegistry {
  get(element: string): unknown;
}

/** A BPMN diagram that can be moved and zoomed, with the steps where the process is lit and those that are done marked. */
export function BpmnDiagram({ xml, current, done }: { xml: string; current: readonly string[]; done: readonly string[] }) {
  const { t } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const viewer = useRef<NavigatedViewer>(undefined);
  const [ready, setReady] = useState(0);
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    if (!place.current) return;
    const drawn = new NavigatedViewer({ container: place.current });
    viewer.current = drawn;
    let gone = false;
    drawn
      .importXML(xml)
      .then(() => {
        if (gone) return;
        const canvas = drawn.get<Canvas>('canvas');
        canvas.zoom('fit-viewport', 'auto');
        // A margin, so that nothing touches the frame.
        canvas.zoom(canvas.zoom() * 0.92, 'auto');
        setReady((round) => round + 1);
      })
      .catch((failure: unknown) => {
        if (!gone) setError(failure);
      });
    return () => {
      gone = true;
      drawn.destroy();
    };
  }, [xml]);

  const lit = current.join(' ');
  const past = done.filter((id) => !current.includes(id)).join(' ');
  useEffect(() => {
    const drawn = viewer.current;
    if (!drawn || ready === 0) return;
    const canvas = drawn.get<Canvas>('canvas');
    const known = drawn.get<ElementRegistry>('elementRegistry');
    const marks = [
      ...lit.split(' ').map((id) => [id, 'step-current'] as const),
      ...past.split(' ').map((id) => [id, 'step-done'] as const),
    ];
    const present = marks.filter(([id]) => id !== '' && known.get(id));
    for (const [id, mark] of present) canvas.addMarker(id, mark);
    return () => {
      for (const [id, mark] of present) if (known.get(id)) canvas.removeMarker(id, mark);
    };
  }, [lit, past, ready]);

  if (error !== undefined) return <ErrorNotice error={error} />;
  return (
    <div className="stack-tight">
      <section ref={place} className="diagram" aria-label={t('approval.order.diagram')} />
      <div className="legend muted">
        <span>
          <i style={{ borderColor: '#1656c4', background: '#dce8fb' }} />
          {t('approval.order.legendCurrent')}
        </span>
        <span>
          <i style={{ borderColor: '#1f7a3d', background: '#e6f4ea' }} />
          {t('approval.order.legendDone')}
        </span>
      </div>
    </div>
  );
}

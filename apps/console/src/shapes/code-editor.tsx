import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  defaultHighlightStyle,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { MergeView } from '@codemirror/merge';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useAppearance } from '../app/appearance.tsx';
import { monoFamily } from '../app/theme.ts';
import { useWords } from '../i18n/use-words.ts';

// The language's own tags come with it; on a dark ground its default colours are too dark to read.
const darkStyle = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => ({ ...spec, ...(typeof spec.color === 'string' ? { color: lighter(spec.color) } : {}) })),
);

function lighter(color: string): string {
  const known: Record<string, string> = {
    '#708': '#d4a5f0',
    '#219': '#8ab8ff',
    '#164': '#7fd6a0',
    '#a11': '#f0a39c',
    '#e40': '#f5b37a',
    '#940': '#e0b15a',
  };
  return known[color] ?? '#b9c4d4';
}

function extensions(readOnly: boolean, dark: boolean, label: string): Extension[] {
  return [
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    yaml(),
    syntaxHighlighting(dark ? darkStyle : defaultHighlightStyle),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...(readOnly ? [] : [indentWithTab])]),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.lineWrapping,
    EditorView.theme(
      {
        '&': { fontSize: '12.5px', backgroundColor: 'transparent', color: 'var(--text)' },
        '.cm-content, .cm-gutters': { fontFamily: monoFamily },
        '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--muted)', border: 'none' },
        '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--primary-soft)' },
        '.cm-cursor': { borderLeftColor: 'var(--text)' },
        '.cm-scroller': { maxHeight: '70vh', overflow: 'auto' },
      },
      { dark },
    ),
  ];
}

/** A YAML text that can be read, or edited. The text is taken when the editor opens, or when it changes while only read. */
export function CodeEditor(props: { text: string; label: string; readOnly?: boolean; onChange?(text: string): void }) {
  const { text, label, readOnly = false } = props;
  const { appearance } = useAppearance();
  const place = useRef<HTMLDivElement>(null);
  const changed = useRef(props.onChange);
  changed.current = props.onChange;
  const current = useRef(text);
  if (readOnly) current.current = text;
  const shown = readOnly ? text : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` restarts the editor only where it is read-only
  useEffect(() => {
    if (!place.current) return;
    const view = new EditorView({
      parent: place.current,
      doc: current.current,
      extensions: [
        ...extensions(readOnly, appearance === 'dark', label),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          current.current = update.state.doc.toString();
          changed.current?.(current.current);
        }),
      ],
    });
    return () => view.destroy();
  }, [readOnly, appearance, label, shown]);

  return <div ref={place} />;
}

/** Two texts side by side with what differs marked. */
export function CodeDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const { t } = useWords();
  const unchanged = t('parts.yaml.unchangedLines');
  const { appearance } = useAppearance();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const own = [...extensions(true, appearance === 'dark', label), EditorState.phrases.of({ '$ unchanged lines': unchanged })];
    const view = new MergeView({
      parent: place.current,
      a: { doc: before, extensions: own },
      b: { doc: after, extensions: own },
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    return () => view.destroy();
  }, [before, after, label, appearance, unchanged]);
  return <div ref={place} />;
}

import type { Kind, KubeObject } from '@dizuo/api';
import { ApiError } from '@dizuo/client';
import { App, Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { client } from '../data/api-client.ts';
import { useWords } from '../i18n/use-words.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { CodeDiff, CodeEditor } from './code-editor.tsx';
import { useLeaveWarning } from './use-leave-warning.tsx';
import { fieldNotes, objectOf, yamlOf } from './yaml-text.ts';

interface Draft {
  /** The text as it was when editing began; a save applies to that version. */
  base: string;
  text: string;
  stage: 'edit' | 'review';
}

/** The object as YAML: read; edit beside the fields' meaning; see the difference; save against the version that was seen. */
export function YamlTab({ kind, object, editable }: { kind: Kind; object: KubeObject; editable: boolean }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<Draft>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const current = useMemo(() => yamlOf(object), [object]);
  const label = t('parts.yaml.label');
  useLeaveWarning(draft !== undefined && draft.text !== draft.base);

  const parsed = (text: string) => {
    try {
      return objectOf(text);
    } catch (failure) {
      throw invalidYaml(t('parts.yaml.invalid', { why: failure instanceof Error ? failure.message : '' }));
    }
  };
  const write = async (text: string, dryRun: boolean) => {
    setBusy(true);
    setError(undefined);
    try {
      await client.objects(kind).update(parsed(text) as never, { dryRun });
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const review = async (from: Draft) => {
    if (await write(from.text, true)) setDraft({ ...from, stage: 'review' });
  };
  const save = async (from: Draft) => {
    if (!(await write(from.text, false))) return;
    setDraft(undefined);
    message.success(t('parts.saved'));
  };
  const discard = () => {
    setDraft(undefined);
    setError(undefined);
  };

  if (!draft) {
    return (
      <Panel
        flush
        title={t('parts.object.yaml')}
        extra={
          editable && <Button onClick={() => setDraft({ base: current, text: current, stage: 'edit' })}>{t('parts.yaml.edit')}</Button>
        }
      >
        <CodeEditor text={current} label={label} readOnly />
      </Panel>
    );
  }

  const unchanged = draft.text === draft.base;
  const inReview = draft.stage === 'review';
  return (
    <div className="stack">
      {error !== undefined && <ErrorNotice error={error} />}
      {current !== draft.base && <div className="notice notice-old">{t('parts.yaml.moved')}</div>}
      <div className={inReview ? '' : 'columns'}>
        <Panel
          flush
          title={t(inReview ? 'parts.yaml.review' : 'parts.yaml.edit')}
          extra={
            <>
              <Button onClick={discard}>{t('parts.yaml.reset')}</Button>
              {inReview && <Button onClick={() => setDraft({ ...draft, stage: 'edit' })}>{t('parts.yaml.back')}</Button>}
              <Button type="primary" loading={busy} disabled={unchanged} onClick={() => (inReview ? save(draft) : review(draft))}>
                {t(inReview ? 'parts.yaml.save' : unchanged ? 'parts.yaml.unchanged' : 'parts.yaml.review')}
              </Button>
            </>
          }
        >
          {inReview ? (
            <>
              <p className="help" style={{ padding: '12px 16px' }}>
                {t('parts.yaml.reviewHint')}
              </p>
              <CodeDiff before={draft.base} after={draft.text} label={label} />
            </>
          ) : (
            <CodeEditor text={draft.text} label={label} onChange={(text) => setDraft({ ...draft, text })} />
          )}
        </Panel>
        {!inReview && <FieldHelp kind={kind} />}
      </div>
    </div>
  );
}

function FieldHelp({ kind }: { kind: Kind }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const notes = useMemo(() => fieldNotes({ properties: { spec: (kind.body.properties as Record<string, unknown>).spec } }), [kind]);
  const shown = notes.filter((note) => `${note.path} ${note.description}`.toLowerCase().includes(query.toLowerCase()));
  return (
    <Panel title={t('parts.yaml.fields')}>
      <Input allowClear aria-label={t('parts.yaml.fields')} value={query} onChange={(event) => setQuery(event.target.value)} />
      <dl className="stack-tight" style={{ maxHeight: '60vh', overflow: 'auto', marginTop: 12 }} tabIndex={0}>
        {shown.map((note) => (
          <div key={note.path}>
            <dt className="mono">
              {note.path} <span className="muted">{note.type}</span>
              {note.required && ' *'}
            </dt>
            <dd className="muted">{note.description}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** What is wrong with the text is shown as the server's own refusals are. */
function invalidYaml(message: string): ApiError {
  return new ApiError({ kind: 'Status', status: 'Failure', code: 422, reason: 'Invalid', message });
}

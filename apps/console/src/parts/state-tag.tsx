import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  MinusCircleFilled,
  QuestionCircleFilled,
  SyncOutlined,
} from '@ant-design/icons';
import type { KubeObject } from '@dizuo/api';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { type State, stateOf } from './states.ts';

const icons: Record<State, ReactNode> = {
  ready: <CheckCircleFilled />,
  progressing: <SyncOutlined spin />,
  pending: <ClockCircleFilled />,
  degraded: <ExclamationCircleFilled />,
  failed: <CloseCircleFilled />,
  stopped: <MinusCircleFilled />,
  unknown: <QuestionCircleFilled />,
};

/** A state as colour, icon and word. `word` says the same more exactly where the kind has its own term. */
export function StateTag({ state, word, title }: { state: State; word?: string; title?: string }) {
  const { t } = useWords();
  return (
    <span className={`state state-${state}`} title={title}>
      {icons[state]}
      {word ?? t(`parts.state.${state}`)}
    </span>
  );
}

export function ObjectState({ object, word }: { object: KubeObject; word?: string }) {
  const { t } = useWords();
  const deleting = object.metadata.deletionTimestamp !== undefined;
  return <StateTag state={stateOf(object)} {...(deleting ? { word: t('parts.state.deleting') } : word ? { word } : {})} />;
}

export const StateIcon = ({ state }: { state: State }) => (
  <span className="step-icon" style={{ color: `var(--${state === 'unknown' ? 'stopped' : state})` }} aria-hidden>
    {icons[state]}
  </span>
);

import type { HumanTask, KubeObject, ObjectOf } from '@dizuo/api';
import { type ComponentType, lazy, Suspense } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { SubjectLoading, type SubjectProps } from './subject-missing.tsx';

type Subject = (ObjectOf<typeof HumanTask> & KubeObject)['spec']['subject'];

const views: Readonly<Record<string, ComponentType<SubjectProps>>> = {
  Request: lazy(() => import('./task-order.tsx').then((m) => ({ default: m.TaskOrder }))),
  LedgerException: lazy(() => import('./task-exception.tsx').then((m) => ({ default: m.TaskException }))),
  Disposition: lazy(() => import('./task-disposition.tsx').then((m) => ({ default: m.TaskDisposition }))),
  ItProject: lazy(() => import('./task-project.tsx').then((m) => ({ default: m.TaskProject }))),
  SurveyResponse: lazy(() => import('./task-survey.tsx').then((m) => ({ default: m.TaskSurvey }))),
};

/** What a task is about, as its kind is shown to those who decide. */
export function TaskSubject({ tenant, subject }: { tenant: string; subject: Subject }) {
  const { t } = useWords();
  const View = views[subject.kind];
  if (!View) {
    return (
      <Panel title={t('approval.task.subject')}>
        <p className="mono">
          {subject.kind} {subject.name}
        </p>
      </Panel>
    );
  }
  return (
    <Suspense fallback={<SubjectLoading />}>
      <View tenant={tenant} name={subject.name} />
    </Suspense>
  );
}

import { HumanTask, type KubeObject, type ObjectOf } from '@dizuo/api';
import { useParams } from 'react-router';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { inboxPath } from './inbox-path.ts';
import { ProcessPanel } from './process-panel.tsx';
import { TaskDecide } from './task-decide.tsx';
import { isOpen } from './task-openness.ts';
import { TaskSubject } from './task-subject.tsx';

type Task = ObjectOf<typeof HumanTask> & KubeObject;

/** One decision: what it is about, what is asked, and where the process stands. */
export function TaskPage() {
  const { t, say } = useWords();
  const { session } = useSession();
  const { tenant = '', task: name = '' } = useParams();
  const live = useLiveObject(HumanTask, { namespace: tenant, name });
  const task = live.object;

  return (
    <ObjectPage
      kind={HumanTask}
      name={name}
      live={live}
      crumbs={[[t('approval.inbox.title'), inboxPath(session)]]}
      title={task && say(task.spec.title)}
      state={task && stateOfTask(task)}
      editable={false}
      overview={
        task && (
          <div className="columns">
            <div className="stack">
              <TaskSubject tenant={tenant} subject={task.spec.subject} />
            </div>
            <div className="stack">
              <TaskDecide key={task.metadata.uid} task={task} />
              <ProcessPanel namespace={tenant} name={task.spec.processInstanceRef} />
            </div>
          </div>
        )
      }
    />
  );
}

function stateOfTask(task: Task) {
  if (isOpen(task)) return { state: 'pending' as const };
  return { state: task.spec.outcome === 'approve' ? ('ready' as const) : ('stopped' as const) };
}

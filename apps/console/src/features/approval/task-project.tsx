import { ItProject } from '@dizuo/api';
import { Link } from 'react-router';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { ProjectChecks } from '../integration/project-checks.tsx';
import { ProjectContent } from '../integration/project-content.tsx';
import { projectPath } from '../integration/project-values.ts';
import { SubjectMissing, type SubjectProps } from './subject-missing.tsx';

/** A project: how its checks came out, and what it asks for. */
export function TaskProject({ tenant, name }: SubjectProps) {
  const { t } = useWords();
  const { object, loaded } = useLiveObject(ItProject, { namespace: tenant, name });
  if (!object) return <SubjectMissing loaded={loaded} />;
  return (
    <>
      <ProjectChecks project={object} />
      <Panel title={t('project.content')} extra={<Link to={projectPath(object)}>{t('approval.task.open')}</Link>}>
        <ProjectContent project={object} />
      </Panel>
    </>
  );
}

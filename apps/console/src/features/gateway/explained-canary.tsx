import type { ServingRule } from '@dizuo/api';
import { useWords } from '../../i18n/use-words.ts';
import { Step } from './explained-step.tsx';
import { BackendLink, PolicyLink } from './rule-links.tsx';

/** Which version of a canary the request gets, and what decides. */
export function ExplainedCanary(props: { canary: NonNullable<ServingRule['policies']['canary']>; withTenant: boolean }) {
  const { t } = useWords();
  const { withTenant } = props;
  const { policy, percent, stable, canary, choice, by: sticky } = props.canary;
  const by = t(`explain.bys.${sticky as 'Person'}`);
  const title =
    choice && (choice.takes === undefined ? 'explain.canaryEither' : choice.takes ? 'explain.canaryTakes' : 'explain.canaryStays');
  const isBelow = choice?.takes ? 'explain.canaryWhy.Below' : 'explain.canaryWhy.Above';
  return (
    <Step state={choice ? 'ready' : 'stopped'} title={title ? t(title) : t('explain.canary', { percent, by })}>
      {choice && (
        <span>{t(choice.by === 'Key' ? isBelow : `explain.canaryWhy.${choice.by}`, { percent, by, place: choice.place ?? 0 })}</span>
      )}
      <span className="row">
        {choice?.takes !== true && (
          <span>
            {t('explain.stableVersion')} <BackendLink backend={stable} withTenant={withTenant} />
          </span>
        )}
        {choice?.takes !== false && (
          <span>
            {t('explain.newVersion')} <BackendLink backend={canary} withTenant={withTenant} />
          </span>
        )}
      </span>
      <span className="muted">
        {t('explain.canaryPolicy')} <PolicyLink plural="canarypolicies" id={policy} />
      </span>
    </Step>
  );
}

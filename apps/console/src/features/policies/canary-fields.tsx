import { Department } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import {
  DraftChoice,
  type DraftForm,
  DraftGrid,
  DraftMany,
  DraftNumber,
  DraftRows,
  DraftSection,
  DraftText,
} from '../../shapes/draft-fields.tsx';
import { valueAt } from '../../shapes/draft-path.ts';
import { targetOf, targetWord } from './policy-kinds.ts';
import { type TargetOption, useBackendTargets } from './use-targets.ts';

const sticky = ['Person', 'Department', 'Header', 'Cookie', 'Client', 'None'] as const;

/** Which version takes over from which, in which steps, and what takes it back. */
export function CanaryFields({ form, tenant }: { form: DraftForm; tenant: string }) {
  const { t } = useWords();
  const backends = useBackendTargets(tenant);
  const departments = useLiveList(Department);
  const stickyBy = valueAt(form.draft, 'spec.sticky.by');
  return (
    <>
      <FieldGroup title={t('canary.versions')}>
        <VersionField form={form} path="spec.stable" label={t('canary.stable')} options={backends} />
        <VersionField form={form} path="spec.canary" label={t('canary.canary')} options={backends} />
      </FieldGroup>
      <FieldGroup title={t('canary.steps')}>
        <DraftRows
          form={form}
          path="spec.steps"
          least={1}
          add={t('canary.addStep')}
          remove={t('canary.removeStep')}
          start={(count) => ({ percent: Math.min(100, 25 * (count + 1)), hold: '10m' })}
        >
          {(at) => (
            <>
              <DraftNumber form={form} path={`${at}.percent`} label={t('canary.percent')} required min={0} max={100} />
              <DraftText form={form} path={`${at}.hold`} label={t('canary.hold')} help={t('canary.holdHelp')} mono />
            </>
          )}
        </DraftRows>
      </FieldGroup>
      <FieldGroup title={t('canary.analysis')}>
        <DraftSection
          form={form}
          path="spec.analysis"
          label={t('canary.analysis')}
          help={t('canary.analysisHelp')}
          start={{ maxErrorIncrease: 1, maxLatencyIncreasePercent: 50 }}
        >
          <DraftGrid>
            <DraftNumber
              form={form}
              path="spec.analysis.maxErrorPercent"
              label={t('canary.maxErrorPercent')}
              min={0}
              max={100}
              digits={2}
            />
            <DraftNumber
              form={form}
              path="spec.analysis.maxErrorIncrease"
              label={t('canary.maxErrorIncrease')}
              min={0}
              max={100}
              digits={2}
            />
            <DraftText form={form} path="spec.analysis.maxLatency" label={t('canary.maxLatency')} mono />
            <DraftNumber
              form={form}
              path="spec.analysis.maxLatencyIncreasePercent"
              label={t('canary.maxLatencyIncrease')}
              min={0}
              max={10_000}
            />
            <DraftText form={form} path="spec.analysis.interval" label={t('canary.interval')} placeholder="30s" mono />
            <DraftNumber form={form} path="spec.analysis.minimumRequests" label={t('canary.minimum')} min={1} />
          </DraftGrid>
        </DraftSection>
      </FieldGroup>
      <FieldGroup title={t('canary.sticky')}>
        <DraftGrid>
          <DraftChoice
            form={form}
            path="spec.sticky.by"
            label={t('canary.stickyBy')}
            standard="Person"
            options={sticky.map((value) => ({ value, label: t(`canary.stickyWords.${value}`) }))}
          />
          {(stickyBy === 'Header' || stickyBy === 'Cookie') && (
            <DraftText form={form} path="spec.sticky.name" label={t('canary.stickyName')} required mono />
          )}
        </DraftGrid>
      </FieldGroup>
      <FieldGroup title={t('canary.always')}>
        <DraftMany
          form={form}
          path="spec.always.departments"
          label={t('canary.alwaysDepartments')}
          options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
        />
        <DraftSection form={form} path="spec.always.header" label={t('canary.alwaysHeader')} start={{ name: 'X-Canary', value: 'yes' }}>
          <DraftGrid>
            <DraftText form={form} path="spec.always.header.name" label={t('canary.alwaysHeaderName')} required mono />
            <DraftText form={form} path="spec.always.header.value" label={t('canary.alwaysHeaderValue')} required mono />
          </DraftGrid>
        </DraftSection>
      </FieldGroup>
    </>
  );
}

function VersionField(props: { form: DraftForm; path: string; label: string; options: readonly TargetOption[] }) {
  const { t } = useWords();
  const { form, path, label, options } = props;
  const chosen = valueAt(form.draft, path) as { kind: string; name: string } | undefined;
  return (
    <Field id={path} label={label} required error={form.problem(path)}>
      {(control) => (
        <Choice
          {...control}
          value={chosen?.name ? targetWord(chosen) : null}
          empty={t('canary.noBackends')}
          options={options}
          onChange={(word) => form.put(path, word === null ? undefined : targetOf(word))}
          onBlur={() => form.leave(path)}
        />
      )}
    </Field>
  );
}

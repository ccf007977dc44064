import { useWords } from '../../i18n/use-words.ts';
import { FieldGroup } from '../../parts/field.tsx';
import { DraftChoice, type DraftForm, DraftMany, DraftNumber, DraftRows, DraftSwitch, DraftText } from '../../shapes/draft-fields.tsx';
import { valueAt } from '../../shapes/draft-path.ts';

const per = ['Client', 'Consumer', 'User', 'Department', 'Tenant', 'Header', 'Route'] as const;

/** How often who may call. */
export function RateLimitFields({ form }: { form: DraftForm }) {
  const { t } = useWords();
  return (
    <FieldGroup title={t('policies.limit.limits')}>
      <p className="help">{t('policies.limit.limitsHelp')}</p>
      <DraftRows
        form={form}
        path="spec.limits"
        least={1}
        add={t('policies.limit.add')}
        remove={t('policies.limit.remove')}
        start={(count) => ({ name: `limit-${count + 1}`, requests: 100, period: '1m', per: 'Client' })}
      >
        {(at) => (
          <>
            <DraftText form={form} path={`${at}.name`} label={t('policies.limit.name')} required mono />
            <DraftChoice
              form={form}
              path={`${at}.per`}
              label={t('policies.limit.per')}
              standard="Client"
              options={per.map((value) => ({ value, label: t(`policies.limit.perWords.${value}`) }))}
            />
            {valueAt(form.draft, `${at}.per`) === 'Header' && (
              <DraftText form={form} path={`${at}.header`} label={t('policies.limit.header')} required mono />
            )}
            <DraftNumber form={form} path={`${at}.requests`} label={t('policies.limit.requests')} required min={1} />
            <DraftText form={form} path={`${at}.period`} label={t('policies.limit.period')} help={t('policies.form.durationHelp')} mono />
            <DraftNumber form={form} path={`${at}.burst`} label={t('policies.limit.burst')} help={t('policies.limit.burstHelp')} min={1} />
            <DraftMany form={form} path={`${at}.methods`} label={t('policies.limit.methods')} />
            <DraftMany form={form} path={`${at}.paths`} label={t('policies.limit.paths')} />
          </>
        )}
      </DraftRows>
      <DraftSwitch form={form} path="spec.responseHeaders" label={t('policies.limit.headers')} standard />
    </FieldGroup>
  );
}

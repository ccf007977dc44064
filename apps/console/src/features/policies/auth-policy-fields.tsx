import { Consumer, Department, Position } from '@dizuo/api';
import { useLiveList } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FieldGroup } from '../../parts/field.tsx';
import {
  DraftChoice,
  type DraftForm,
  DraftGrid,
  DraftMany,
  DraftNumber,
  DraftRows,
  DraftSection,
  DraftSwitch,
  DraftText,
} from '../../shapes/draft-fields.tsx';

const categories = ['staff', 'contractor', 'citizen'] as const;

/** Who may pass, and how they prove who they are. */
export function AuthPolicyFields({ form, tenant }: { form: DraftForm; tenant: string }) {
  const { t } = useWords();
  const departments = useLiveList(Department);
  const positions = useLiveList(Position);
  const consumers = useLiveList(Consumer, { namespace: tenant });
  const ways = 'spec.authentication';
  return (
    <>
      <FieldGroup title={t('policies.auth.ways')}>
        <p className="help">{t('policies.auth.waysHelp')}</p>
        <DraftSwitch form={form} path={`${ways}.session`} label={t('policies.auth.session')} help={t('policies.auth.sessionHelp')} />
        <DraftSection form={form} path={`${ways}.apiKey`} label={t('policies.auth.apiKey')} help={t('policies.auth.apiKeyHelp')} start={{}}>
          <DraftGrid>
            <DraftText form={form} path={`${ways}.apiKey.header`} label={t('policies.auth.header')} placeholder="X-API-Key" mono />
            <DraftText
              form={form}
              path={`${ways}.apiKey.queryParam`}
              label={t('policies.auth.queryParam')}
              help={t('policies.auth.queryParamHelp')}
              mono
            />
          </DraftGrid>
        </DraftSection>
        <DraftSection form={form} path={`${ways}.hmac`} label={t('policies.auth.hmac')} help={t('policies.auth.hmacHelp')} start={{}}>
          <DraftNumber form={form} path={`${ways}.hmac.maxAgeSeconds`} label={t('policies.auth.maxAge')} min={1} max={3600} />
        </DraftSection>
        <DraftSection
          form={form}
          path={`${ways}.mutualTls`}
          label={t('policies.auth.mutualTls')}
          help={t('policies.auth.mutualTlsHelp')}
          start={{}}
        />
        <h3>{t('policies.auth.jwt')}</h3>
        <DraftRows
          form={form}
          path={`${ways}.jwt`}
          add={t('policies.auth.addJwt')}
          remove={t('policies.auth.removeJwt')}
          start={(count) => ({ name: `issuer-${count + 1}`, issuer: '', audiences: [] })}
        >
          {(at) => (
            <>
              <DraftText form={form} path={`${at}.name`} label={t('policies.auth.jwtName')} required mono />
              <DraftText form={form} path={`${at}.issuer`} label={t('policies.auth.issuer')} required mono />
              <DraftMany form={form} path={`${at}.audiences`} label={t('policies.auth.audiences')} required />
              <DraftText form={form} path={`${at}.jwksUri`} label={t('policies.auth.jwksUri')} mono />
              <DraftText
                form={form}
                path={`${at}.consumerClaim`}
                label={t('policies.auth.consumerClaim')}
                help={t('policies.auth.consumerClaimHelp')}
                mono
              />
            </>
          )}
        </DraftRows>
      </FieldGroup>
      <FieldGroup title={t('policies.auth.who')}>
        <DraftChoice
          form={form}
          path="spec.require"
          label={t('policies.auth.require')}
          standard="signed-in"
          options={[
            { value: 'signed-in', label: t('policies.auth.required') },
            { value: 'optional', label: t('policies.auth.optional') },
          ]}
        />
        <DraftMany
          form={form}
          path="spec.allowed.departments"
          label={t('policies.auth.departments')}
          options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
        />
        <DraftMany
          form={form}
          path="spec.allowed.positions"
          label={t('policies.auth.positions')}
          options={positions.items.map((p) => ({ value: p.metadata.name, label: p.spec.displayName }))}
        />
        <DraftMany
          form={form}
          path="spec.allowed.categories"
          label={t('policies.auth.categories')}
          options={categories.map((c) => ({ value: c, label: t(`identity.user.categories.${c}`) }))}
        />
        <DraftMany
          form={form}
          path="spec.allowed.consumers"
          label={t('policies.auth.consumers')}
          help={t('policies.auth.consumersHelp')}
          options={consumers.items.map((c) => ({ value: c.metadata.name, label: c.spec.displayName ?? c.metadata.name }))}
        />
        <DraftMany form={form} path="spec.anonymousPaths" label={t('policies.auth.anonymous')} />
        <DraftText
          form={form}
          path="spec.identityHeader.audience"
          label={t('policies.auth.audience')}
          help={t('policies.auth.audienceHelp')}
          mono
        />
      </FieldGroup>
    </>
  );
}

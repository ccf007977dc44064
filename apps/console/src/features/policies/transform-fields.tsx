import { useWords } from '../../i18n/use-words.ts';
import { FieldGroup } from '../../parts/field.tsx';
import {
  type DraftForm,
  DraftGrid,
  DraftMany,
  DraftNumber,
  DraftRows,
  DraftSection,
  DraftSwitch,
  DraftText,
} from '../../shapes/draft-fields.tsx';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', '*'];

/** What is changed on the way, alike for all that the policy is attached to. */
export function TransformFields({ form }: { form: DraftForm }) {
  const { t } = useWords();
  const cors = 'spec.cors';
  return (
    <>
      <HeaderFields form={form} at="spec.requestHeaders" title={t('policies.transform.request')} />
      <HeaderFields form={form} at="spec.responseHeaders" title={t('policies.transform.response')} />
      <FieldGroup title={t('policies.transform.path')}>
        <DraftGrid>
          <DraftText form={form} path="spec.path.stripPrefix" label={t('policies.transform.strip')} mono />
          <DraftText form={form} path="spec.path.addPrefix" label={t('policies.transform.prefix')} mono />
        </DraftGrid>
      </FieldGroup>
      <FieldGroup title={t('policies.transform.cors')}>
        <DraftSection form={form} path={cors} label={t('policies.transform.cors')} help={t('policies.transform.corsHelp')} start={{}}>
          <DraftMany
            form={form}
            path={`${cors}.allowOrigins`}
            label={t('policies.transform.origins')}
            help={t('policies.transform.originsHelp')}
          />
          <DraftGrid>
            <DraftMany
              form={form}
              path={`${cors}.allowMethods`}
              label={t('policies.transform.methods')}
              options={methods.map((value) => ({ value, label: value }))}
            />
            <DraftMany form={form} path={`${cors}.allowHeaders`} label={t('policies.transform.headers')} />
            <DraftMany form={form} path={`${cors}.exposeHeaders`} label={t('policies.transform.expose')} />
            <DraftNumber form={form} path={`${cors}.maxAge`} label={t('policies.transform.maxAge')} min={1} />
            <DraftSwitch form={form} path={`${cors}.allowCredentials`} label={t('policies.transform.credentials')} />
          </DraftGrid>
        </DraftSection>
      </FieldGroup>
    </>
  );
}

function HeaderFields({ form, at, title }: { form: DraftForm; at: string; title: string }) {
  const { t } = useWords();
  const headers = (path: string, label: string, help?: string) => (
    <>
      <h3>{label}</h3>
      {help && <p className="help">{help}</p>}
      <DraftRows
        form={form}
        path={path}
        add={t('policies.transform.addHeader')}
        remove={t('policies.transform.removeHeader')}
        start={() => ({ name: '', value: '' })}
      >
        {(row) => (
          <>
            <DraftText form={form} path={`${row}.name`} label={t('policies.transform.headerName')} required mono />
            <DraftText form={form} path={`${row}.value`} label={t('policies.transform.headerValue')} required mono />
          </>
        )}
      </DraftRows>
    </>
  );
  return (
    <FieldGroup title={title}>
      {headers(`${at}.set`, t('policies.transform.set'), t('policies.transform.setHelp'))}
      {headers(`${at}.add`, t('policies.transform.add'))}
      <DraftMany form={form} path={`${at}.remove`} label={t('policies.transform.remove')} />
    </FieldGroup>
  );
}

import { Department, type KubeObject, type ObjectOf, Position, User } from '@dizuo/api';
import { App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field, FieldGroup } from '../../parts/field.tsx';
import { nameRule } from '../../parts/name-rule.ts';
import { PlainInput } from '../../parts/plain-input.tsx';
import { FormPage } from '../../shapes/form-page.tsx';
import { type Problems, useObjectForm } from '../../shapes/use-object-form.ts';
import { OneTimePassword, resetPassword } from './one-time-password.tsx';

type UserObject = ObjectOf<typeof User> & KubeObject;
type Category = 'staff' | 'contractor' | 'citizen';
const categories: Category[] = ['staff', 'contractor', 'citizen'];

/** A new person. */
export function NewUserPage() {
  const [params] = useSearchParams();
  return <UserForm department={params.get('department') ?? ''} />;
}

/** Changes a person's data and appointments. */
export function EditUserPage() {
  const { user = '' } = useParams();
  const live = useLiveObject(User, { name: user });
  if (live.error && !live.object) {
    return (
      <div className="page">
        <ErrorNotice error={live.error} onRetry={live.retry} />
      </div>
    );
  }
  if (!live.object) {
    return (
      <div className="page">
        <Skeleton active />
      </div>
    );
  }
  return <UserForm existing={live.object} department="" />;
}

interface UserValues {
  name: string;
  displayName: string;
  category: Category;
  email: string;
  phone: string;
  appointments: { departmentRef: string; positionRef: string; primary: boolean; from?: string; until?: string }[];
}

function UserForm({ existing, department }: { existing?: UserObject; department: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const departments = useLiveList(Department);
  const positions = useLiveList(Position);
  const [password, setPassword] = useState<{ name: string; text: string }>();
  const [start] = useState(existing);
  const spec = start?.spec;

  const form = useObjectForm({
    kind: User,
    existing,
    initial: {
      name: start?.metadata.name ?? '',
      displayName: spec?.displayName ?? '',
      category: spec?.category ?? 'staff',
      email: spec?.email ?? '',
      phone: spec?.phone ?? '',
      appointments:
        spec?.appointments?.map((a) => ({ ...a, primary: a.primary ?? false })) ??
        (department ? [{ departmentRef: department, positionRef: '', primary: true }] : []),
    } as UserValues,
    check(values: UserValues): Problems {
      const found: Problems = {};
      if (!nameRule.test(values.name)) found['metadata.name'] = t('parts.nameRule');
      if (values.displayName.trim() === '') found['spec.displayName'] = t('identity.organisation.due');
      if (values.email && !/^[^\s@]+@[^\s@]+$/.test(values.email)) found['spec.email'] = t('identity.user.emailRule');
      if (!/^[0-9+ -]*$/.test(values.phone)) found['spec.phone'] = t('identity.user.phoneRule');
      values.appointments.forEach((a, index) => {
        if (!a.departmentRef) found[`spec.appointments[${index}].departmentRef`] = t('identity.organisation.due');
        if (!a.positionRef) found[`spec.appointments[${index}].positionRef`] = t('identity.organisation.due');
      });
      return found;
    },
    build: (values: UserValues) => ({
      metadata: { name: values.name },
      spec: {
        displayName: values.displayName.trim(),
        category: values.category,
        ...(spec?.disabled === undefined ? {} : { disabled: spec.disabled }),
        ...(values.email ? { email: values.email } : {}),
        ...(values.phone ? { phone: values.phone } : {}),
        appointments: values.appointments,
      },
    }),
  });
  const { values, set, problem, leave } = form;

  const submit = async () => {
    const user = await form.submit();
    if (!user) return;
    const { name } = user.metadata;
    const leaveTo = () => navigate(`/gov/organisation/users/${name}`);
    if (existing) {
      message.success(t('identity.organisation.saved'));
      return leaveTo();
    }
    if (!holds(session, 'security-admin')) {
      message.info(t('identity.user.passwordNext'), 8);
      return leaveTo();
    }
    setPassword({ name, text: await resetPassword(name) });
  };

  const change = (index: number, changes: Partial<UserValues['appointments'][number]>) =>
    set({
      appointments: values.appointments.map((a, at) =>
        at === index ? { ...a, ...changes } : changes.primary ? { ...a, primary: false } : a,
      ),
    });

  return (
    <FormPage
      title={t(existing ? 'identity.user.edit' : 'identity.user.new')}
      crumbs={[[t('identity.organisation.title'), '/gov/organisation']]}
      error={form.refusal}
      busy={form.busy}
      dirty={form.dirty}
      submit={{ label: t('parts.save'), run: () => void submit() }}
    >
      <Field id="spec.displayName" label={t('identity.user.displayName')} required error={problem('spec.displayName')}>
        {(control) => (
          <PlainInput
            {...control}
            maxLength={50}
            value={values.displayName}
            onChange={(text) => set({ displayName: text })}
            onBlur={() => leave('spec.displayName')}
          />
        )}
      </Field>
      {!existing && (
        <Field
          id="metadata.name"
          label={t('identity.user.name')}
          help={t('identity.user.nameHelp')}
          required
          error={problem('metadata.name')}
        >
          {(control) => (
            <PlainInput
              {...control}
              mono
              maxLength={63}
              value={values.name}
              onChange={(text) => set({ name: text })}
              onBlur={() => leave('metadata.name')}
            />
          )}
        </Field>
      )}
      <Field id="spec.category" label={t('identity.user.category')} error={problem('spec.category')}>
        {(control) => (
          <Choice
            {...control}
            maxWidth={240}
            value={values.category}
            onChange={(category) => category && set({ category })}
            options={categories.map((c) => ({ value: c, label: t(`identity.user.categories.${c}`) }))}
          />
        )}
      </Field>
      <Field id="spec.phone" label={t('identity.user.phone')} error={problem('spec.phone')}>
        {(control) => (
          <PlainInput
            {...control}
            maxLength={20}
            value={values.phone}
            onChange={(text) => set({ phone: text })}
            onBlur={() => leave('spec.phone')}
          />
        )}
      </Field>
      <Field id="spec.email" label={t('identity.user.email')} error={problem('spec.email')}>
        {(control) => (
          <PlainInput
            {...control}
            maxLength={254}
            value={values.email}
            onChange={(text) => set({ email: text })}
            onBlur={() => leave('spec.email')}
          />
        )}
      </Field>
      <FieldGroup title={t('identity.user.appointments')}>
        {values.appointments.length === 0 && <p className="muted">{t('identity.user.noAppointment')}</p>}
        {values.appointments.map((appointment, index) => {
          const path = `spec.appointments[${index}]`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an appointment being filled in has no other identity
            <div key={index} className="columns columns-even" style={{ gap: '0 16px' }}>
              <Field id={`${path}.departmentRef`} label={t('identity.user.department')} required error={problem(`${path}.departmentRef`)}>
                {(control) => (
                  <Choice
                    {...control}
                    value={appointment.departmentRef || null}
                    onChange={(departmentRef: string | null) => change(index, { departmentRef: departmentRef ?? '', positionRef: '' })}
                    options={departments.items.map((d) => ({ value: d.metadata.name, label: d.spec.displayName }))}
                  />
                )}
              </Field>
              <Field id={`${path}.positionRef`} label={t('identity.user.position')} required error={problem(`${path}.positionRef`)}>
                {(control) => (
                  <Choice
                    {...control}
                    value={appointment.positionRef || null}
                    onChange={(positionRef: string | null) => change(index, { positionRef: positionRef ?? '' })}
                    options={positions.items
                      .filter((p) => p.spec.departmentRef === appointment.departmentRef)
                      .map((p) => ({ value: p.metadata.name, label: p.spec.displayName }))}
                  />
                )}
              </Field>
              <div className="row-between" style={{ gridColumn: '1 / -1', marginBottom: 18, marginTop: -8 }}>
                <label className="option">
                  <input type="radio" name="primary" checked={appointment.primary} onChange={() => change(index, { primary: true })} />
                  {t('identity.user.primary')}
                </label>
                <Button type="link" danger onClick={() => set({ appointments: values.appointments.filter((_, at) => at !== index) })}>
                  {t('identity.user.removeAppointment')}
                </Button>
              </div>
            </div>
          );
        })}
        <Button
          onClick={() =>
            set({
              appointments: [...values.appointments, { departmentRef: '', positionRef: '', primary: values.appointments.length === 0 }],
            })
          }
        >
          {t('identity.user.addAppointment')}
        </Button>
      </FieldGroup>
      {password && <OneTimePassword text={password.text} onClose={() => navigate(`/gov/organisation/users/${password.name}`)} />}
    </FormPage>
  );
}

import { Department, Position, User } from '@dizuo/api';
import { App } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Identifier } from '../../parts/identifier.tsx';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { ObjectPage } from '../../shapes/object-page.tsx';
import { OneTimePassword, resetPassword, unlockUser } from './one-time-password.tsx';

/** A person: data, appointments, and what the administrators do for them. */
export function UserPage() {
  const { t } = useWords();
  const { user = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [password, setPassword] = useState<string>();
  const live = useLiveObject(User, { name: user });
  const departments = useLiveList(Department);
  const positions = useLiveList(Position);
  const { object } = live;
  const disabled = object?.spec.disabled === true;
  const name = object?.spec.displayName ?? user;
  const system = holds(session, 'system-admin');
  const security = holds(session, 'security-admin');

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      modal.error({ icon: null, content: <ErrorNotice error={error} /> });
    }
  };
  const setDisabled = (next: boolean) =>
    attempt(async () => {
      await client.objects(User).patch({ name: user }, { spec: { disabled: next } });
      message.success(t(next ? 'identity.user.disabledDone' : 'identity.user.enabledDone'));
    });
  const ask = (title: string, content: string, okText: string, onOk: () => Promise<void>) =>
    void modal.confirm({ title, content, okText, cancelText: t('parts.cancel'), onOk });

  return (
    <>
      <ObjectPage
        kind={User}
        name={user}
        live={live}
        crumbs={[[t('identity.organisation.title'), '/gov/organisation']]}
        title={name}
        state={{ state: disabled ? 'stopped' : 'ready', word: t(disabled ? 'identity.user.disabled' : 'identity.user.enabled') }}
        figures={[
          [
            t('identity.user.name'),
            <span key="name" className="mono">
              {user}
            </span>,
          ],
          [t('identity.user.category'), t(`identity.user.categories.${object?.spec.category ?? 'staff'}`)],
        ]}
        editable={system}
        actions={[
          ...(system ? [{ key: 'edit', label: t('parts.edit'), run: () => navigate(`/gov/organisation/users/${user}/edit`) }] : []),
          ...(security
            ? [
                {
                  key: 'reset',
                  label: t('identity.user.reset'),
                  run: () =>
                    ask(t('identity.user.resetSure', { name }), t('identity.user.resetHint'), t('identity.user.reset'), () =>
                      attempt(async () => setPassword(await resetPassword(user))),
                    ),
                },
                {
                  key: 'unlock',
                  label: t('identity.user.unlock'),
                  run: () =>
                    void attempt(async () => {
                      await unlockUser(user);
                      message.success(t('identity.user.unlocked'));
                    }),
                },
              ]
            : []),
          ...(system
            ? [
                disabled
                  ? { key: 'enable', label: t('identity.user.enable'), run: () => void setDisabled(false) }
                  : {
                      key: 'disable',
                      label: t('identity.user.disable'),
                      danger: true,
                      run: () =>
                        ask(t('identity.user.disableSure', { name }), t('identity.user.disableHint'), t('identity.user.disable'), () =>
                          setDisabled(true),
                        ),
                    },
              ]
            : []),
        ]}
        overview={
          object && (
            <div className="columns columns-even">
              <Panel title={t('identity.user.appointments')} flush>
                {(object.spec.appointments ?? []).length === 0 && <p className="muted panel-body">{t('identity.user.noAppointment')}</p>}
                <ul className="rows">
                  {(object.spec.appointments ?? []).map((a) => (
                    <li key={`${a.departmentRef} ${a.positionRef}`} className="row-between">
                      <span>
                        {departments.items.find((d) => d.metadata.name === a.departmentRef)?.spec.displayName ?? a.departmentRef}
                        {' · '}
                        {positions.items.find((p) => p.metadata.name === a.positionRef)?.spec.displayName ?? a.positionRef}
                      </span>
                      {a.primary && <span className="muted">{t('identity.user.primary')}</span>}
                    </li>
                  ))}
                </ul>
              </Panel>
              <Panel title={t('parts.object.overview')}>
                <Facts
                  of={[
                    [t('identity.user.name'), <Identifier key="name" text={user} />],
                    [t('identity.user.phone'), object.spec.phone],
                    [t('identity.user.email'), object.spec.email],
                    [t('parts.created'), <When key="created" at={object.metadata.creationTimestamp} />],
                  ]}
                />
              </Panel>
            </div>
          )
        }
      />
      {password && <OneTimePassword text={password} onClose={() => setPassword(undefined)} />}
    </>
  );
}

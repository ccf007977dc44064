import { LedgerException } from '@dizuo/api';
import { App } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/api-client.ts';
import { develops } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ObjectAction, ObjectPage } from '../../shapes/object-page.tsx';
import { DecisionHistory } from '../approval/decision-history.tsx';
import { ProcessPanel } from '../approval/process-panel.tsx';
import { ExceptionContent, ExceptionHolders, LedgerNow } from './exception-content.tsx';
import { type ExceptionObject, exceptionPath, exceptionPhase } from './exception-values.ts';
import { keepsSystems } from './systems.ts';

/** One exception: what it allows until when, who decided, what holds it, and what to do when it ends. */
export function ExceptionPage() {
  const { t } = useWords();
  const { tenant = '', exception = '' } = useParams();
  const { session } = useSession();
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const key = { namespace: tenant, name: exception };
  const live = useLiveObject(LedgerException, key);
  const { object } = live;
  const { phase, state } = exceptionPhase(object ?? {});
  const keeps = keepsSystems(session, tenant);

  const withdraw = () =>
    modal.confirm({
      title: t('ledger.exception.withdrawSure', { name: object?.spec.displayName ?? exception }),
      content: t('ledger.exception.withdrawHint'),
      okText: t('ledger.exception.withdraw'),
      cancelText: t('parts.cancel'),
      onOk: async () => {
        try {
          await client.objects(LedgerException).patch(key, { spec: { withdrawn: true } });
          message.success(t('ledger.exception.withdrawn'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    });
  const isFree = phase === 'Granted' && (object?.spec.holders?.length ?? 0) < (object?.spec.systems ?? 1);
  const edit = () => object && navigate(`${exceptionPath(object)}/edit`);
  const actions: (ObjectAction | false)[] = [
    keeps && phase === 'SentBack' && { key: 'edit', label: t('ledger.exception.edit'), run: edit, primary: true },
    keeps && phase === 'Expired' && { key: 'extend', label: t('ledger.exception.extend'), run: edit, primary: true },
    keeps &&
      isFree && {
        key: 'system',
        label: t('ledger.exception.useSystem'),
        run: () => navigate(`/gov/systems/new?tenant=${tenant}&exception=${exception}`),
        primary: true,
      },
    develops(session, tenant) &&
      isFree && {
        key: 'application',
        label: t('ledger.exception.useApplication'),
        run: () => navigate(`/dev/${tenant}/applications?new=1&exception=${exception}`),
      },
    keeps &&
      (phase === 'Pending' || phase === 'SentBack' || phase === 'Expired') && {
        key: 'withdraw',
        label: t('ledger.exception.withdraw'),
        run: withdraw,
      },
  ];
  return (
    <ObjectPage
      kind={LedgerException}
      name={exception}
      live={live}
      crumbs={[
        [t('ledger.title'), '/gov/ledgers'],
        [t('ledger.exceptions'), `/gov/ledgers/${tenant}`],
      ]}
      title={object?.spec.displayName ?? exception}
      state={{ state, word: t(`ledger.exception.phases.${phase}`) }}
      editable={false}
      figures={
        object
          ? [
              [t('ledger.exception.until'), object.spec.until ?? '—'],
              [
                t('ledger.exception.used'),
                t('ledger.exception.usedOf', { used: object.status?.used ?? 0, systems: object.spec.systems ?? 1 }),
              ],
              [t('ledger.exception.requester'), object.spec.requester ?? '—'],
            ]
          : []
      }
      actions={actions.filter((action) => action !== false)}
      notice={object && <PhaseNotice exception={object} />}
      overview={
        object && (
          <div className="columns">
            <div className="stack">
              <Panel title={t('ledger.exceptions')}>
                <ExceptionContent exception={object} />
              </Panel>
              <ProcessPanel namespace={tenant} name={object.status?.processInstanceRef} />
            </div>
            <div className="stack">
              <LedgerNow tenant={tenant} />
              <ExceptionHolders exception={object} />
              <DecisionHistory decisions={object.status?.decisions} />
            </div>
          </div>
        )
      }
    />
  );
}

/** What is going on and what to do next. */
function PhaseNotice({ exception }: { exception: ExceptionObject }) {
  const { t } = useWords();
  const { phase, state } = exceptionPhase(exception);
  const { until } = exception.spec;
  const { comment = '', used = 0 } = exception.status ?? {};
  const said = {
    Pending: t('ledger.exception.pending'),
    SentBack: t('ledger.exception.sentBack', { comment }),
    Rejected: t('ledger.exception.rejected', { comment }),
    Withdrawn: undefined,
    Granted: until ? t('ledger.exception.granted', { until }) : t('ledger.exception.grantedEver'),
    Expired: t(used > 0 ? 'ledger.exception.expired' : 'ledger.exception.expiredFree', { until: until ?? '', used }),
  }[phase];
  if (!said) return null;
  return (
    <div className="notice" role="status" style={{ borderLeftColor: `var(--${state})` }}>
      {said}
    </div>
  );
}

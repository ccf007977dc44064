import { InformationSystem, LargeSystem, Ledger, LedgerException } from '@dizuo/api';
import { holds } from '../../data/session.ts';
import { useSession } from '../../data/session-context.tsx';
import { useLiveList, useLiveObject } from '../../data/use-live.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import { MultiChoice } from '../../parts/multi-choice.tsx';
import type { FieldForm } from '../../parts/text-field.tsx';
import { isFree, isRealisable, isReplaceable, type LedgerChoice, type LedgerClaim, type LedgerWay, wayField } from './ledger-ways.ts';

export interface LedgerWayProps {
  tenant: string;
  form: FieldForm;
  choice: LedgerChoice;
  ways: readonly LedgerWay[];
  /** What it is, where it is there already: it keeps the places that it holds. */
  own?: { kind: string; name: string } | undefined;
  onChange(choice: LedgerChoice): void;
}

/** How something new stands to the ledger of its bureau, and what that way asks for. */
export function LedgerWayFields(props: LedgerWayProps) {
  const { t } = useWords();
  const { tenant, choice, ways, onChange } = props;
  const ledger = useLiveObject(Ledger, { namespace: tenant, name: 'default' }).object;
  const isFrozen = ledger?.spec.phase === 'frozen';
  const help = isFrozen ? t('ledger.way.help', { count: ledger.status?.count ?? 0 }) : ledger && t('ledger.way.helpFree');
  return (
    <>
      <Field id="ledgerWay" label={t('ledger.way.label')} {...(help ? { help } : {})}>
        {(control) => (
          <Choice
            {...control}
            maxWidth={420}
            value={choice.way}
            options={ways.map((way) => ({ value: way, label: t(`ledger.way.${way}`) }))}
            onChange={(way) => way && onChange({ ...choice, way })}
          />
        )}
      </Field>
      <WayField {...props} />
      {choice.way !== 'counts' && choice.way !== 'replaces' && choice.claim.replaces && <ReplacedField {...props} />}
    </>
  );
}

function WayField(props: LedgerWayProps) {
  switch (props.choice.way) {
    case 'module':
      return <ModuleField {...props} />;
    case 'replaces':
      return <ReplacedField {...props} />;
    case 'realises':
      return <RealisedField {...props} />;
    case 'exception':
      return <ExceptionField {...props} />;
    default:
      return null;
  }
}

function claiming({ choice, onChange }: LedgerWayProps) {
  return (claim: LedgerClaim) => onChange({ ...choice, claim: { ...choice.claim, ...claim } });
}

function ModuleField(props: LedgerWayProps) {
  const { t } = useWords();
  const larges = useLiveList(LargeSystem, { namespace: props.tenant });
  const { moduleOf } = props.choice.claim;
  const claim = claiming(props);
  const options = larges.items.flatMap(({ metadata, spec }) =>
    (spec.modules ?? []).map((module) => ({
      value: `${metadata.name}/${module.name}`,
      label: `${spec.displayName} · ${module.displayName}`,
    })),
  );
  return (
    <Field id={wayField.module} label={t('ledger.way.chooseModule')} required error={props.form.problem(wayField.module)}>
      {(control) => (
        <Choice
          {...control}
          maxWidth={420}
          empty={t('ledger.way.noModule')}
          placeholder={t('ledger.way.required')}
          value={moduleOf ? `${moduleOf.largeSystemRef}/${moduleOf.module}` : null}
          options={options}
          onBlur={() => props.form.leave(wayField.module)}
          onChange={(value) => {
            const [largeSystemRef = '', module = ''] = value?.split('/') ?? [];
            if (value) claim({ moduleOf: { largeSystemRef, module } });
          }}
        />
      )}
    </Field>
  );
}

function ReplacedField(props: LedgerWayProps) {
  const { t } = useWords();
  const systems = useLiveList(InformationSystem, { namespace: props.tenant });
  const { replaces = [] } = props.choice.claim;
  const claim = claiming(props);
  const options = systems.items
    .filter((system) => (isReplaceable(system) && system.metadata.name !== props.own?.name) || replaces.includes(system.metadata.name))
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  return (
    <Field
      id={wayField.replaces}
      label={t('ledger.way.chooseReplaced')}
      help={t('ledger.way.chooseReplacedHelp')}
      required
      error={props.form.problem(wayField.replaces)}
    >
      {(control) => <MultiChoice {...control} values={replaces} options={options} onChange={(next) => claim({ replaces: next })} />}
    </Field>
  );
}

function RealisedField(props: LedgerWayProps) {
  const { t } = useWords();
  const systems = useLiveList(InformationSystem, { namespace: props.tenant });
  const { realises } = props.choice.claim;
  const claim = claiming(props);
  const options = systems.items
    .filter((system) => isRealisable(system) || system.metadata.name === realises)
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.displayName }));
  return (
    <Field
      id={wayField.realises}
      label={t('ledger.way.chooseRealised')}
      help={t('ledger.way.chooseRealisedHelp')}
      required
      error={props.form.problem(wayField.realises)}
    >
      {(control) => (
        <Choice
          {...control}
          maxWidth={420}
          empty={t('ledger.way.noRealised')}
          placeholder={t('ledger.way.required')}
          value={realises ?? null}
          options={options}
          onBlur={() => props.form.leave(wayField.realises)}
          onChange={(value) => value && claim({ realises: value })}
        />
      )}
    </Field>
  );
}

function ExceptionField(props: LedgerWayProps) {
  const { t } = useWords();
  const { session } = useSession();
  const exceptions = useLiveList(LedgerException, { namespace: props.tenant });
  const { exceptionRef } = props.choice.claim;
  const claim = claiming(props);
  const options = exceptions.items
    .filter((exception) => isFree(exception, props.own) || exception.metadata.name === exceptionRef)
    .map(({ metadata, spec }) => ({ value: metadata.name, label: spec.until ? `${spec.displayName} · ${spec.until}` : spec.displayName }));
  const mayAsk = holds(session, 'tenant-admin', props.tenant) || holds(session, 'operator');
  const tenantName = session.tenants.find(({ name }) => name === props.tenant)?.displayName ?? props.tenant;
  return (
    <Field
      id={wayField.exception}
      label={t('ledger.way.chooseException')}
      required
      error={props.form.problem(wayField.exception)}
      help={
        mayAsk ? (
          <a href={`/gov/exceptions/new?tenant=${props.tenant}`} target="_blank" rel="noreferrer">
            {t('ledger.way.askException')}
          </a>
        ) : (
          t('ledger.way.askElsewhere', { tenant: tenantName })
        )
      }
    >
      {(control) => (
        <Choice
          {...control}
          maxWidth={420}
          empty={t('ledger.way.noException')}
          placeholder={t('ledger.way.required')}
          value={exceptionRef ?? null}
          options={options}
          onBlur={() => props.form.leave(wayField.exception)}
          onChange={(value) => value && claim({ exceptionRef: value })}
        />
      )}
    </Field>
  );
}

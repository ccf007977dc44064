import { Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/field.tsx';
import type { FindingObject } from './findings.ts';
import { useSystems } from './systems.ts';

const nameRule = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** A name for a system that was found: stable, so that asking twice enters it once. */
const madeName = ({ metadata }: FindingObject) => `found-${metadata.name.slice(-8)}`;

/** Which system the findings of one tenant belong to, before they are confirmed. */
export function FindingTargetDialog(props: {
  tenant: string;
  findings: readonly FindingObject[];
  onClose(): void;
  onChosen(target: (finding: FindingObject) => string): void;
}) {
  const { t } = useWords();
  const { findings, tenant } = props;
  const [first] = findings;
  const mayBeNew = findings.every(({ spec }) => spec.finding === 'system');
  const [isNew, setNew] = useState(mayBeNew);
  const [known, setKnown] = useState<string | null>(null);
  const [name, setName] = useState(first ? madeName(first) : '');
  const systems = useSystems({ namespace: tenant, limit: 500, sort: 'name' });
  const options = (systems.data?.items ?? []).map((row) => ({ value: row.name, label: row.displayName }));
  const single = findings.length === 1;
  const ready = isNew ? !single || nameRule.test(name) : known !== null;
  const choose = () => {
    if (!isNew) props.onChosen(() => known ?? '');
    else props.onChosen(single ? () => name : madeName);
  };
  return (
    <Modal
      open
      title={t('discovery.whose')}
      okText={t('discovery.confirm')}
      okButtonProps={{ disabled: !ready }}
      onCancel={props.onClose}
      onOk={choose}
    >
      <div className="stack">
        <p className="muted">{t('discovery.whoseLead', { n: findings.length })}</p>
        {mayBeNew && (
          <Radio.Group
            value={isNew}
            onChange={(event) => setNew(event.target.value as boolean)}
            options={[
              { value: true, label: t('discovery.asNew') },
              { value: false, label: t('discovery.asKnown') },
            ]}
          />
        )}
        {isNew && single && (
          <Field id="finding-new-name" label={t('discovery.newName')} help={t('discovery.newNameHelp')}>
            {({ status: _status, ...control }) => (
              <Input
                {...control}
                className="mono"
                {...(ready ? {} : { status: 'error' as const })}
                maxLength={63}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        )}
        {isNew && !single && <p>{t('discovery.newEach')}</p>}
        {!isNew && (
          <Choice
            aria-label={t('discovery.choose')}
            placeholder={t('discovery.choose')}
            value={known}
            options={options}
            onChange={setKnown}
          />
        )}
      </div>
    </Modal>
  );
}

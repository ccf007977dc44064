import { useWords } from '../../i18n/use-words.ts';
import { FieldGroup } from '../../parts/field.tsx';
import { DraftChoice, type DraftForm, DraftGrid, DraftNumber, DraftSection, DraftText } from '../../shapes/draft-fields.tsx';
import { valueAt } from '../../shapes/draft-path.ts';

const algorithms = ['RoundRobin', 'LeastRequest', 'ConsistentHash', 'Ewma'] as const;
const hashes = ['Client', 'Header', 'Cookie', 'User', 'Path'] as const;
const protocols = ['HTTP1', 'H2C'] as const;

/** How load is spread over replicas, and what guards them. */
export function BackendPolicyFields({ form }: { form: DraftForm }) {
  const { t } = useWords();
  return (
    <>
      <Balancing form={form} />
      <FieldGroup title={t('policies.backend.wellbeing')}>
        <DraftSection
          form={form}
          path="spec.healthCheck"
          label={t('policies.backend.health')}
          help={t('policies.backend.healthHelp')}
          start={{ path: '/healthz' }}
        >
          <DraftGrid>
            <DraftText form={form} path="spec.healthCheck.path" label={t('policies.backend.path')} required mono />
            <DraftNumber form={form} path="spec.healthCheck.intervalSeconds" label={t('policies.backend.interval')} min={1} max={300} />
            <DraftNumber form={form} path="spec.healthCheck.timeoutSeconds" label={t('policies.backend.timeout')} min={1} max={60} />
            <DraftNumber form={form} path="spec.healthCheck.unhealthyThreshold" label={t('policies.backend.unhealthy')} min={1} max={10} />
            <DraftNumber form={form} path="spec.healthCheck.healthyThreshold" label={t('policies.backend.healthy')} min={1} max={10} />
          </DraftGrid>
        </DraftSection>
        <DraftSection
          form={form}
          path="spec.outlierDetection"
          label={t('policies.backend.outlier')}
          help={t('policies.backend.outlierHelp')}
          start={{}}
        >
          <DraftGrid>
            <DraftNumber form={form} path="spec.outlierDetection.consecutiveErrors" label={t('policies.backend.consecutive')} min={1} />
            <DraftNumber
              form={form}
              path="spec.outlierDetection.errorPercent"
              label={t('policies.backend.errorPercent')}
              min={0}
              max={100}
            />
            <DraftNumber form={form} path="spec.outlierDetection.minimumRequests" label={t('policies.backend.minimum')} min={1} />
            <DraftText form={form} path="spec.outlierDetection.interval" label={t('policies.backend.window')} placeholder="10s" mono />
            <DraftText
              form={form}
              path="spec.outlierDetection.baseEjection"
              label={t('policies.backend.baseEjection')}
              placeholder="30s"
              mono
            />
            <DraftNumber
              form={form}
              path="spec.outlierDetection.maxEjectedPercent"
              label={t('policies.backend.maxEjected')}
              min={0}
              max={100}
            />
          </DraftGrid>
        </DraftSection>
      </FieldGroup>
      <Breaker form={form} />
      <FieldGroup title={t('policies.backend.waiting')}>
        <p className="help">{t('policies.form.durationHelp')}</p>
        <DraftGrid>
          <DraftText form={form} path="spec.timeouts.connect" label={t('policies.backend.connect')} mono />
          <DraftText form={form} path="spec.timeouts.response" label={t('policies.backend.response')} mono />
          <DraftText form={form} path="spec.timeouts.idle" label={t('policies.backend.idle')} mono />
        </DraftGrid>
        <DraftSection form={form} path="spec.retry" label={t('policies.backend.retry')} help={t('policies.backend.retryHelp')} start={{}}>
          <DraftGrid>
            <DraftNumber form={form} path="spec.retry.attempts" label={t('policies.backend.attempts')} min={0} max={10} />
            <DraftNumber
              form={form}
              path="spec.retry.budgetPercent"
              label={t('policies.backend.budget')}
              help={t('policies.backend.budgetHelp')}
              min={0}
              max={100}
            />
            <DraftNumber form={form} path="spec.retry.minRetriesPerSecond" label={t('policies.backend.minRetries')} min={0} max={10_000} />
          </DraftGrid>
        </DraftSection>
      </FieldGroup>
      <FieldGroup title={t('policies.backend.connections')}>
        <DraftGrid>
          <DraftNumber form={form} path="spec.connections.maxPerReplica" label={t('policies.backend.perReplica')} min={1} />
          <DraftNumber form={form} path="spec.connections.maxIdlePerReplica" label={t('policies.backend.idlePerReplica')} min={1} />
          <DraftNumber form={form} path="spec.connections.maxPending" label={t('policies.backend.pending')} min={1} />
          <DraftText form={form} path="spec.connections.idleTimeout" label={t('policies.backend.idleTimeout')} mono />
        </DraftGrid>
      </FieldGroup>
    </>
  );
}

function Balancing({ form }: { form: DraftForm }) {
  const { t } = useWords();
  const at = 'spec.loadBalancing';
  const hash = `${at}.consistentHash`;
  const hashBy = valueAt(form.draft, `${hash}.by`);
  return (
    <FieldGroup title={t('policies.backend.balancing')}>
      <DraftSection
        form={form}
        path={at}
        label={t('policies.backend.choose')}
        help={t('policies.backend.chooseHelp')}
        start={{ type: 'LeastRequest' }}
      >
        <DraftGrid>
          <DraftChoice
            form={{ ...form, put: (_, type) => form.put(at, withAlgorithm(valueAt(form.draft, at), type)) }}
            path={`${at}.type`}
            label={t('policies.backend.type')}
            options={algorithms.map((value) => ({ value, label: t(`policies.backend.types.${value}`) }))}
          />
          {valueAt(form.draft, `${at}.type`) === 'ConsistentHash' && (
            <DraftChoice
              form={form}
              path={`${hash}.by`}
              label={t('policies.backend.hashBy')}
              options={hashes.map((value) => ({ value, label: t(`policies.backend.hashWords.${value}`) }))}
            />
          )}
          {(hashBy === 'Header' || hashBy === 'Cookie') && (
            <DraftText form={form} path={`${hash}.name`} label={t('policies.backend.hashName')} required mono />
          )}
          <DraftText
            form={form}
            path={`${at}.slowStart`}
            label={t('policies.backend.slowStart')}
            help={t('policies.backend.slowStartHelp')}
            mono
          />
        </DraftGrid>
      </DraftSection>
      <DraftChoice
        form={form}
        path="spec.protocol"
        label={t('policies.backend.protocol')}
        clearable
        options={protocols.map((value) => ({ value, label: t(`policies.backend.protocols.${value}`) }))}
      />
    </FieldGroup>
  );
}

/** What a hash is of belongs to consistent hashing alone. */
function withAlgorithm(before: unknown, type: unknown): unknown {
  const { consistentHash = { by: 'Client' }, ...kept } = before as { consistentHash?: unknown };
  return type === 'ConsistentHash' ? { ...kept, type, consistentHash } : { ...kept, type };
}

function Breaker({ form }: { form: DraftForm }) {
  const { t } = useWords();
  const at = 'spec.circuitBreaker';
  return (
    <FieldGroup title={t('policies.backend.guard')}>
      <DraftSection
        form={form}
        path={at}
        label={t('policies.backend.breaker')}
        help={t('policies.backend.breakerHelp')}
        start={{ errorPercent: 50 }}
      >
        <DraftGrid>
          <DraftNumber form={form} path={`${at}.errorPercent`} label={t('policies.backend.errorPercent')} min={0} max={100} />
          <DraftNumber form={form} path={`${at}.maxConcurrent`} label={t('policies.backend.maxConcurrent')} min={1} />
          <DraftNumber form={form} path={`${at}.minimumRequests`} label={t('policies.backend.minimum')} min={1} />
          <DraftText form={form} path={`${at}.window`} label={t('policies.backend.window')} placeholder="10s" mono />
          <DraftText form={form} path={`${at}.openFor`} label={t('policies.backend.openFor')} placeholder="30s" mono />
          <DraftNumber form={form} path={`${at}.halfOpenRequests`} label={t('policies.backend.halfOpen')} min={1} />
        </DraftGrid>
        <DraftSection form={form} path={`${at}.slowRequest`} label={t('policies.backend.slow')} start={{ over: '2s' }}>
          <DraftGrid>
            <DraftText form={form} path={`${at}.slowRequest.over`} label={t('policies.backend.slowOver')} required mono />
            <DraftNumber form={form} path={`${at}.slowRequest.percent`} label={t('policies.backend.slowPercent')} min={0} max={100} />
          </DraftGrid>
        </DraftSection>
      </DraftSection>
    </FieldGroup>
  );
}

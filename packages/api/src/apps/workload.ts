import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, Conditions, MapList, NameRef, Timestamp } from '../meta/schema.ts';
import { SaidSchema } from '../meta/sentence.ts';
import { digestPattern } from './artifact.ts';

const EnvironmentVariable = Type.Object({
  name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', maxLength: 200, description: 'Name of the variable' }),
  value: Type.Optional(Type.String({ maxLength: 32_768, description: 'Plain value; for passwords use secretKeyRef' })),
  secretKeyRef: Type.Optional(
    Type.Object(
      {
        name: NameRef('Secret of the same namespace'),
        key: Type.String({ minLength: 1, maxLength: 253, description: 'Key in its data' }),
      },
      { description: 'Value taken from a Secret; a change of the Secret restarts the replicas one by one' },
    ),
  ),
});

const HealthCheck = Type.Object({
  path: Type.Optional(
    Type.String({ default: '/healthz', pattern: '^/[^\\s#]*$', maxLength: 500, description: 'Answers 2xx or 3xx when well' }),
  ),
  intervalSeconds: Type.Optional(Type.Integer({ default: 5, minimum: 1, maximum: 300, description: 'Between two checks' })),
  timeoutSeconds: Type.Optional(Type.Integer({ default: 3, minimum: 1, maximum: 60, description: 'No answer by then is a failure' })),
  failureThreshold: Type.Optional(
    Type.Integer({
      default: 3,
      minimum: 1,
      maximum: 30,
      description: 'Failures in a row until it gets no traffic; twice as many restart it',
    }),
  ),
});

const Resources = Type.Object({
  cpuMillis: Type.Optional(
    Type.Integer({ default: 250, minimum: 10, maximum: 64_000, description: 'Processor, in thousandths of a core, per replica' }),
  ),
  memoryMiB: Type.Optional(
    Type.Integer({ default: 256, minimum: 32, maximum: 262_144, description: 'Memory per replica; one that takes more is restarted' }),
  ),
});

const Instance = Type.Object({
  name: Type.String(),
  host: Type.String(),
  port: Type.Integer(),
  state: Type.Enum(['Starting', 'Ready', 'Unhealthy', 'Stopping', 'Failed'], {
    description: 'Ready gets traffic; Failed has ended and waits for its next start',
  }),
  revision: Type.String({ description: 'What it runs: program, command, environment and limits' }),
  restarts: Type.Integer(),
  startedAt: Type.Optional(Timestamp('When its process started')),
  since: Type.Optional(Timestamp('When it came into this state')),
  message: Type.Optional(Type.String()),
  said: Type.Optional(SaidSchema),
});

/** Replicas of a program of an application. */
export const Workload = defineKind({
  group: 'apps.dizuo',
  version: 'v1alpha1',
  kind: 'Workload',
  plural: 'workloads',
  shortNames: ['wl'],
  categories: ['all'],
  scope: 'Namespaced',
  title: { zh: '工作负载', en: 'Workload' },
  description: 'Replicas of a program of an application',
  body: Type.Object({
    spec: Type.Object({
      applicationRef: NameRef('Application that it belongs to'),
      artifact: Type.Object(
        {
          sample: Type.Optional(Type.Enum(['shop-sign-permit'], { description: 'Example that comes with the platform' })),
          digest: Type.Optional(Type.String({ pattern: digestPattern, description: 'Uploaded artifact' })),
        },
        { description: 'Program: exactly one of these' },
      ),
      command: Type.Optional(
        AtomicList(Type.String({ minLength: 1, maxLength: 4096 }), {
          minItems: 1,
          maxItems: 100,
          description: "Program and arguments, run in the unpacked artifact; `node` is the platform's Node 24. Default: node src/main.ts",
        }),
      ),
      replicas: Type.Optional(Type.Integer({ default: 1, minimum: 0, maximum: 10, description: 'How many run' })),
      env: Type.Optional(
        MapList(EnvironmentVariable, ['name'], { maxItems: 200, description: 'Environment; HOST and PORT are set by the platform' }),
      ),
      healthCheck: Type.Optional(HealthCheck),
      resources: Type.Optional(Resources),
      stopGraceSeconds: Type.Optional(
        Type.Integer({ default: 15, minimum: 0, maximum: 300, description: 'From SIGTERM to SIGKILL: time to finish open requests' }),
      ),
      restartedAt: Type.Optional(Timestamp('A new time restarts the replicas one by one')),
    }),
    status: Type.Optional(
      Type.Object({
        phase: Type.Optional(Type.Enum(['Pending', 'Progressing', 'Ready', 'Degraded', 'Failed', 'Stopped', 'Deleting'])),
        instances: Type.Optional(MapList(Instance, ['name'])),
        readyReplicas: Type.Optional(Type.Integer()),
        revision: Type.Optional(Type.String({ description: 'Revision that the spec asks for' })),
        observedGeneration: Type.Optional(Type.Integer()),
        conditions: Type.Optional(Conditions),
      }),
    ),
  }),
  selectableFields: ['spec.applicationRef', 'status.phase'],
  usage: (workload) => {
    const { replicas = 1, resources } = workload.spec;
    const scope = workload.metadata.namespace ?? '';
    return [
      { scope, resource: 'replicas', amount: replicas },
      { scope, resource: 'cpuMillis', amount: replicas * (resources?.cpuMillis ?? 250) },
      { scope, resource: 'memoryMiB', amount: replicas * (resources?.memoryMiB ?? 256) },
    ];
  },
  columns: [
    { name: 'Application', type: 'string', jsonPath: '.spec.applicationRef' },
    { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Revision', type: 'string', jsonPath: '.status.revision', priority: 1 },
    { name: 'Isolated', type: 'string', jsonPath: '.status.conditions[?(@.type=="Isolated")].status', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});

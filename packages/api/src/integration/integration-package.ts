import Type, { type Static } from 'typebox';
import { ProcessDefinition } from '../approval/process-definition.ts';
import { NameRef } from '../meta/schema.ts';
import { IntegrationRules } from './integration-rules.ts';

/**
 * What one department's integration leaves for the next: rules, the survey, the large systems with their modules, the waves counted in
 * days, and the processes that decide. One JSON file; its digest tells a damaged or edited one, and says nothing of who made it.
 */
export const integrationPackageFormat = 'dizuo-integration-package';
/** Raised when a reader of before would misread what is written now. A newer file is refused. */
export const integrationPackageVersion = 1;
export const integrationPackagePath = '/apis/integration.dizuo/v1alpha1/package';

const closed = { additionalProperties: false };
const Words = (most: number) => Type.String({ minLength: 1, maxLength: most });
const Days = Type.Integer({ minimum: 0, maximum: 3650 });

export const IntegrationPackageSchema = Type.Object(
  {
    format: Type.Literal(integrationPackageFormat),
    formatVersion: Type.Integer({ minimum: 1 }),
    name: NameRef('Names what is made from it'),
    title: Words(100),
    /** The pilot. */
    from: Words(100),
    exportedAt: Type.String({ maxLength: 40 }),
    /** `sha256:` and 64 hexadecimal digits over everything else, keys in order. */
    digest: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }),
    contents: Type.Object(
      {
        rules: Type.Optional(IntegrationRules.body.properties.spec),
        survey: Type.Optional(
          Type.Object(
            {
              displayName: Words(100),
              guidance: Type.Optional(Type.String({ maxLength: 4000 })),
              fields: Type.Array(Words(100), { minItems: 1, maxItems: 100 }),
              remindDaysBefore: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 60 }), { maxItems: 20 })),
            },
            closed,
          ),
        ),
        largeSystems: Type.Array(
          Type.Object(
            {
              name: NameRef('Name'),
              displayName: Words(100),
              description: Type.Optional(Type.String({ maxLength: 2000 })),
              linesOfBusiness: Type.Optional(Type.Array(Words(100), { maxItems: 100 })),
              modules: Type.Array(
                Type.Object(
                  { name: NameRef('Name'), displayName: Words(100), description: Type.Optional(Type.String({ maxLength: 1000 })) },
                  closed,
                ),
                { maxItems: 100 },
              ),
            },
            closed,
          ),
          { maxItems: 50 },
        ),
        waves: Type.Array(
          Type.Object(
            {
              name: NameRef('Name'),
              displayName: Words(100),
              startsAfterDays: Days,
              days: Days,
              dependsOn: Type.Optional(Type.Array(NameRef('Wave'), { maxItems: 50 })),
              goal: Type.Optional(Type.String({ maxLength: 1000 })),
            },
            closed,
          ),
          { maxItems: 50 },
        ),
        processes: Type.Array(Type.Object({ name: NameRef('Name'), spec: ProcessDefinition.body.properties.spec }, closed), {
          maxItems: 20,
        }),
      },
      closed,
    ),
  },
  closed,
);
export type IntegrationPackage = Static<typeof IntegrationPackageSchema>;

/** One object that applying a package would make, change or leave. */
export interface PackageChange {
  kind: 'IntegrationRules' | 'Survey' | 'LargeSystem' | 'IntegrationPlan' | 'ProcessDefinition';
  name: string;
  title: string;
  /** kept: there is one already, of the department's own making, and it stays. */
  action: 'create' | 'update' | 'unchanged' | 'kept';
  /** What changes, by path, as JSON; absent sides are undefined. At most 100. */
  details: { path: string; before?: string; after?: string }[];
}

export interface PackageAnswer {
  package: Pick<IntegrationPackage, 'name' | 'title' | 'from' | 'exportedAt' | 'formatVersion' | 'digest'>;
  changes: PackageChange[];
  /** False: nothing was written, it only looked. */
  applied: boolean;
}

import Type from 'typebox';
import { defineKind } from '../meta/define-kind.ts';
import { AtomicList, LocalizedText, MapList, NameRef, SetList } from '../meta/schema.ts';

const Share = (description: string, normal: number) => Type.Optional(Type.Number({ minimum: 0, maximum: 1, default: normal, description }));
const Days = (description: string, normal: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 3650, default: normal, description }));
const Rate = (description: string, normal: number) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 100, default: normal, description }));
const Points = (description: string, normal: number) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: normal, description }));

/** The open rules by which systems are assessed and money is reckoned. One object named `default`; the operator may change every figure. */
export const IntegrationRules = defineKind({
  group: 'integration.dizuo',
  version: 'v1alpha1',
  kind: 'IntegrationRules',
  plural: 'integrationrules',
  scope: 'Cluster',
  title: { zh: '整合规则', en: 'Integration rules' },
  description: 'The open rules by which systems are assessed and money is reckoned',
  body: Type.Object({
    spec: Type.Object({
      overlap: Type.Object({
        functions: Share('Weight of equal functions', 0.45),
        data: Share('Weight of equal records', 0.35),
        users: Share('Weight of equal users and lines of business', 0.2),
        threshold: Share('Overlap from which two systems are a pair', 0.35),
        phraseMatch: Share('How alike two descriptions of a function must be to count as the same', 0.5),
        sameRecord: Share('What equal records count without equal items; the rest is for equal items', 0.5),
        lines: Share('Weight of equal lines of business, within users', 0.5),
        audience: Share('Weight of an equal audience, within users', 0.25),
        department: Share('Weight of the same department, within users', 0.25),
      }),
      activity: Type.Object({
        zombieDays: Days('Days without use after which a system counts as unused', 180),
        fewUsersShare: Share('Share of accounts used in a month under which a system counts as little used', 0.05),
      }),
      contracts: Type.Object({ windowDays: Days('Days before the end of a contract in which merging is to be decided', 180) }),
      debt: Type.Object({
        oldYears: Type.Optional(
          Type.Integer({ minimum: 1, maximum: 50, default: 8, description: 'Years after which a system counts as old' }),
        ),
        gradeYears: Type.Optional(
          Type.Integer({ minimum: 1, maximum: 10, default: 1, description: 'Years that a protection assessment holds' }),
        ),
        points: Type.Optional(
          Type.Object(
            {
              old: Points('Older than oldYears', 20),
              outdated: Points('Each product that is no longer maintained', 15),
              versionUnknown: Points('Each database, operating system or middleware without a version', 5),
              notDomestic: Points('Each database, operating system, middleware or processor that is not domestic', 5),
              noGrade: Points('No protection grade', 25),
              staleGrade: Points('The protection assessment no longer holds', 15),
              openIssue: Points('Each open finding of the last assessment', 3),
              internetPersonal: Points('Personal data in the internet zone', 20),
              personalLowGrade: Points('Personal data under grade 1 or without a grade', 15),
              unmaintained: Points('In use without a maintenance contract in force', 15),
            },
            { description: 'Points of debt, each with its reason' },
          ),
        ),
        high: Points('Points from which debt speaks for merging or replacing', 100),
        outdated: AtomicList(
          Type.Object({
            role: Type.String(),
            name: Type.String({ description: 'Name, lower case' }),
            below: Type.Optional(Type.String({ description: 'Versions below this one; all where absent' })),
          }),
          { description: 'Products that are no longer maintained' },
        ),
      }),
      cost: Type.Object({
        keepYears: Type.Optional(
          Type.Integer({ minimum: 1, maximum: 20, default: 5, description: 'Years over which keeping and merging are compared' }),
        ),
        yearlyRise: Rate('Yearly rise of upkeep', 0.05),
        mergeShareOfBuilt: Rate('One-time cost of merging, as a share of what building cost', 0.25),
        upkeepShareAfterMerge: Rate('Upkeep after merging, as a share of upkeep before', 0.4),
        connectCost: Type.Optional(
          Type.Integer({ minimum: 0, default: 30000, description: 'One-time cost of connecting a system, in yuan' }),
        ),
      }),
      commonFunctions: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 100 }), {
          description: 'Functions that nearly every system has: they do not count for overlap',
        }),
      ),
      fillWords: Type.Optional(
        SetList(Type.String({ minLength: 1, maxLength: 20 }), { description: 'Words that say nothing about a function and are left out' }),
      ),
      functionWords: Type.Optional(
        AtomicList(
          Type.Object({ word: Type.String({ minLength: 1, maxLength: 50 }), same: SetList(Type.String({ minLength: 1, maxLength: 50 })) }),
          {
            description: 'Words that mean the same function',
          },
        ),
      ),
      unifications: MapList(Type.Object({ name: NameRef('Stable name'), displayName: LocalizedText }), ['name'], {
        description: 'The unifications that the district measures itself by; elsewhere there are four or five',
      }),
      targetPerDepartment: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 5 })),
    }),
  }),
  columns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
});

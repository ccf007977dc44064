import { AssessmentBasis, AssessmentView, standardRules } from '@dizuo/modules/integration';
import { sampleSystems } from './sample-systems.ts';

/** How long it takes to find all pairs of systems that overlap, and to assess everything, as the server does it. */
const count = Number(process.env.BENCH_SYSTEMS ?? 5000);
const systems = sampleSystems(count);

const started = performance.now();
const basis = new AssessmentBasis(standardRules, systems);
await basis.settle();
const settled = performance.now();
const view = new AssessmentView({ systems, largeSystems: [], basis, now: new Date('2026-11-24T08:00:00Z') });
const pairs = view.pairs().length;
const paired = performance.now();
const assessed = view.all().length;
const all = performance.now();
const clusters = view.clusters().length;
const clustered = performance.now();
const [first] = systems;
if (!first) throw new Error('there are no systems');
basis.put({ ...first, metadata: { ...first.metadata, resourceVersion: '0' } });
const beforeChange = performance.now();
await basis.settle();
const changed = performance.now();

const ms = (from: number, to: number) => `${Math.round((to - from) * 10) / 10} ms`;
process.stdout.write(
  [
    `systems                         ${count} (${(count * (count - 1)) / 2} comparisons if each were compared with each)`,
    `overlap of all                  ${ms(started, settled)}, ${pairs} pairs`,
    `pairs in order                  ${ms(settled, paired)}`,
    `facts and proposals of all      ${ms(paired, all)}, ${assessed} systems`,
    `groups                          ${ms(all, clustered)}, ${clusters} groups`,
    `one system changed              ${ms(beforeChange, changed)}`,
    '',
  ].join('\n'),
);

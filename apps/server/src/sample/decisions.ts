import { Disposition, IntegrationPlan, ItProject } from '@dizuo/api';
import type { NewSampleObject } from './district.ts';
import { lvhuaTenant } from './lvhua-systems.ts';
import { dayFrom } from './system-rows.ts';

const head = 'lvhua-admin';

/** Waves of the pilot department, in days from today. */
const waves = [
  {
    name: 'wave-1',
    displayName: '第一批：僵尸系统下线',
    from: -120,
    to: -10,
    goal: '没有人用、合同已到期的系统先下线，腾出名额和运维费。',
  },
  { name: 'wave-2', displayName: '第二批：市容条线联通', from: -9, to: 110, goal: '巡查和投诉经统一网关访问，一次登录。', after: 'wave-1' },
  {
    name: 'wave-3',
    displayName: '第三批：绿化条线联通',
    from: 111,
    to: 300,
    goal: '绿化各系统经统一网关访问，一次登录。',
    after: 'wave-2',
  },
] as const;

const plan = (today: Date): NewSampleObject => ({
  kind: IntegrationPlan,
  name: 'default',
  namespace: lvhuaTenant,
  spec: {
    departmentRef: 'lvhua-shirong',
    waves: waves.map(({ name, displayName, from, to, goal, ...more }) => ({
      name,
      displayName,
      startsOn: dayFrom(today, from),
      endsOn: dayFrom(today, to),
      goal: `${goal}示例数据。`,
      ...('after' in more ? { dependsOn: [more.after] } : {}),
    })),
  },
});

interface Row {
  system: string;
  way: 'connect' | 'keep' | 'retire';
  reason: string;
  wave: (typeof waves)[number]['name'];
  /** Decided so many days ago; absent: it waits for the head. */
  decidedDays?: number;
  dependsOn?: string[];
}

const rows: readonly Row[] = [
  { system: 'light-control', way: 'keep', reason: '控制现场设备，独立组网，暂不改动', wave: 'wave-1', decidedDays: 80 },
  { system: 'office', way: 'keep', reason: '全区统一办公平台上线前保留', wave: 'wave-1', decidedDays: 60 },
  { system: 'green-account', way: 'retire', reason: '一年没有人使用，合同已到期', wave: 'wave-1', decidedDays: 100 },
  { system: 'appearance', way: 'connect', reason: '仍在使用，先经网关统一登录', wave: 'wave-2' },
  {
    system: 'complaint-desk',
    way: 'connect',
    reason: '工单由巡查系统转来，排在其后',
    wave: 'wave-2',
    decidedDays: 20,
    dependsOn: ['appearance'],
  },
  { system: 'green-space', way: 'connect', reason: '仍在使用，先经网关统一登录', wave: 'wave-3' },
  {
    system: 'green-map',
    way: 'connect',
    reason: '图层取自绿地系统，排在其后',
    wave: 'wave-3',
    decidedDays: 20,
    dependsOn: ['green-space'],
  },
];

/** What was decided before the platform was there is told as decided; the rest waits in the head's inbox. */
function disposition(row: Row, today: Date): NewSampleObject {
  const at = new Date(today.getTime() - (row.decidedDays ?? 0) * 86_400_000).toISOString();
  const comment = '会议讨论同意。示例数据。';
  const decided = {
    phase: 'Decided',
    decidedBy: head,
    decidedAt: at,
    comment,
    decisions: [{ outcome: 'approve', by: head, at, comment, generation: 1 }],
  };
  return {
    kind: Disposition,
    name: row.system,
    namespace: lvhuaTenant,
    spec: {
      systemRef: row.system,
      way: row.way,
      reason: `${row.reason}。示例数据，不是真实决定。`,
      wave: row.wave,
      proposer: 'operator',
      ...(row.way === 'connect' ? { connect: { host: `${row.system}.localhost`, address: '10.20.1.11:8080' } } : {}),
      ...(row.dependsOn ? { dependsOn: row.dependsOn } : {}),
    },
    ...(row.decidedDays === undefined ? {} : { status: decided }),
  };
}

/** Two projects that wait at the gate: one that only extends what is there, one that builds it again. */
const projects = (today: Date): NewSampleObject[] => [
  {
    kind: ItProject,
    name: 'tree-survey',
    namespace: lvhuaTenant,
    spec: {
      displayName: '古树名木复壮外业调查服务',
      departmentRef: 'lvhua-shirong',
      category: 'purchase',
      purpose: '委托开展古树名木复壮调查，成果录入现有系统，不新建系统。示例数据，不是真实项目。',
      newSystems: 0,
      budget: [
        { name: '外业调查', kind: 'service', amount: 420_000 },
        { name: '成果整理与录入', kind: 'service', amount: 60_000 },
      ],
      startsOn: dayFrom(today, 40),
      endsOn: dayFrom(today, 220),
      standards: ['区公共数据编目规范', '古树名木数据元目录'],
      requester: head,
    },
  },
  {
    kind: ItProject,
    name: 'smart-signs',
    namespace: lvhuaTenant,
    spec: {
      displayName: '智慧招牌一体化管理平台',
      departmentRef: 'lvhua-shirong',
      category: 'build',
      purpose: '新建招牌申请、踏勘、审批和台账系统。示例数据，不是真实项目。',
      functions: ['申请受理', '现场踏勘', '设置审批', '证照打印'],
      dataCodes: ['shop-sign', 'permit', 'legal-entity'],
      linesOfBusiness: ['店招店牌管理'],
      newSystems: 1,
      stack: [
        { role: 'database', name: 'Oracle', version: '11g', domestic: false },
        { role: 'operatingSystem', name: 'CentOS', version: '7', domestic: false },
      ],
      budget: [
        { name: '平台软件开发', kind: 'software', amount: 1_860_000 },
        { name: '数据库软件许可', kind: 'component', amount: 380_000, component: '数据库' },
        { name: '单点登录模块', kind: 'component', amount: 150_000, component: '统一身份认证' },
        { name: '应用服务器 2 台', kind: 'hardware', amount: 160_000 },
      ],
      startsOn: dayFrom(today, 60),
      endsOn: dayFrom(today, 420),
      requester: head,
    },
  },
];

/** What the pilot department decided, plans and asks for. After its systems. */
export function decisions(today: Date): NewSampleObject[] {
  return [plan(today), ...rows.map((row) => disposition(row, today)), ...projects(today)];
}

import { Department, Grant, type Kind, Position, Quota, systemNamespace, Tenant, User } from '@dizuo/api';
import { decisions } from './decisions.ts';
import { ledgers } from './ledgers.ts';
import { lvhuaSystems, lvhuaTenant, lvhuaUnits } from './lvhua-systems.ts';
import { outlineSystems, outlineTenants } from './outline-systems.ts';
import { upperSystems } from './upper-systems.ts';

/** One object of the first start, in short. */
export interface NewSampleObject {
  kind: Kind;
  name: string;
  namespace?: string;
  spec: Record<string, unknown>;
  /** What was so before the platform was there. */
  status?: Record<string, unknown>;
}

/**
 * The sample district: departments with their systems, one pilot department in detail and with its people, and the three
 * administrators. Everything carries the label `dizuo/sample`, people are named by their post, and nothing here is a real person or place.
 */

const bureaus: ReadonlyArray<readonly [name: string, displayName: string, shortName: string]> = [
  ['lvhua-shirong', '绿化和市容管理局', '绿化市容局'],
  ['dashuju', '大数据中心', '大数据中心'],
  ['fagai', '发展和改革委员会', '发改委'],
  ['jiaoyu', '教育局', '教育局'],
  ['minzheng', '民政局', '民政局'],
  ['renshe', '人力资源和社会保障局', '人社局'],
  ['jianguan', '建设和管理委员会', '建管委'],
  ['weijian', '卫生健康委员会', '卫健委'],
  ['yingji', '应急管理局', '应急局'],
  ['shichang', '市场监督管理局', '市场监管局'],
  ['wenlv', '文化和旅游局', '文旅局'],
  ['chengguan', '城市管理行政执法局', '城管执法局'],
];

const departments: NewSampleObject[] = [
  { kind: Department, name: 'district', spec: { displayName: '示例区', category: 'district', order: 0 } },
  ...bureaus.map(([name, displayName, shortName], index) => ({
    kind: Department,
    name,
    spec: { displayName, shortName, category: 'bureau', parentRef: 'district', order: index + 1 },
  })),
  ...lvhuaUnits.map(([name, displayName], index) => ({
    kind: Department,
    name,
    spec: { displayName, category: 'subordinate', parentRef: 'lvhua-shirong', order: index + 1 },
  })),
  {
    kind: Department,
    name: 'vendor-a',
    spec: { displayName: '示例信息技术公司（应用建设者）', category: 'external', parentRef: 'district', order: 90 },
  },
];

const positions: NewSampleObject[] = [
  { kind: Position, name: 'dashuju-yunying', spec: { displayName: '运营管理岗', departmentRef: 'dashuju' } },
  { kind: Position, name: 'dashuju-xitong', spec: { displayName: '系统管理岗', departmentRef: 'dashuju' } },
  { kind: Position, name: 'dashuju-anquan', spec: { displayName: '安全管理岗', departmentRef: 'dashuju' } },
  { kind: Position, name: 'dashuju-shenji', spec: { displayName: '审计管理岗', departmentRef: 'dashuju' } },
  { kind: Position, name: 'district-fenguan', spec: { displayName: '分管信息化区领导', departmentRef: 'district', head: true } },
  { kind: Position, name: 'lvhua-xinxi', spec: { displayName: '信息化负责人', departmentRef: 'lvhua-shirong', head: true } },
  { kind: Position, name: 'chengguan-xinxi', spec: { displayName: '信息化负责人', departmentRef: 'chengguan', head: true } },
  { kind: Position, name: 'lvhua-shenpi', spec: { displayName: '户外招牌审批岗', departmentRef: 'lvhua-guanggao' } },
  { kind: Position, name: 'vendor-kaifa', spec: { displayName: '应用开发', departmentRef: 'vendor-a' } },
];

const person = (name: string, displayName: string, departmentRef: string, positionRef: string, category = 'staff'): NewSampleObject => ({
  kind: User,
  name,
  spec: { displayName, category, appointments: [{ departmentRef, positionRef, primary: true }] },
});

const people: NewSampleObject[] = [
  person('operator', '运营管理员', 'dashuju', 'dashuju-yunying'),
  person('leader', '分管区领导（示例）', 'district', 'district-fenguan'),
  person('system-admin', '系统管理员', 'dashuju', 'dashuju-xitong'),
  person('security-admin', '安全管理员', 'dashuju', 'dashuju-anquan'),
  person('audit-admin', '审计管理员', 'dashuju', 'dashuju-shenji'),
  person('lvhua-admin', '绿化市容局信息化负责人（示例）', 'lvhua-shirong', 'lvhua-xinxi'),
  person('chengguan-admin', '城管执法局信息化负责人（示例）', 'chengguan', 'chengguan-xinxi'),
  person('developer', '应用开发者（示例）', 'vendor-a', 'vendor-kaifa', 'contractor'),
  person('clerk', '招牌审批员（示例）', 'lvhua-guanggao', 'lvhua-shenpi'),
  { kind: User, name: 'shopkeeper', spec: { displayName: '商户经营者（示例）', category: 'citizen' } },
];

const grant = (namespace: string, role: string, user: string, reason: string): NewSampleObject => ({
  kind: Grant,
  name: `${role}-${user}`,
  namespace,
  spec: { role, subjects: [{ kind: 'User', name: user }], reason },
});

/** Grants of the platform roles; also made, with their people, where `--empty` asks for no sample. */
const administrators: NewSampleObject[] = [
  grant(systemNamespace, 'operator', 'operator', '首次启动'),
  grant(systemNamespace, 'system-admin', 'system-admin', '首次启动'),
  grant(systemNamespace, 'security-admin', 'security-admin', '首次启动'),
  grant(systemNamespace, 'audit-admin', 'audit-admin', '首次启动'),
];

const leaders: NewSampleObject[] = [grant(systemNamespace, 'leader', 'leader', '分管信息化工作')];

const tenant: NewSampleObject[] = [
  { kind: Tenant, name: lvhuaTenant, spec: { displayName: '绿化和市容管理局', departmentRef: 'lvhua-shirong' } },
  {
    kind: Quota,
    name: 'default',
    namespace: lvhuaTenant,
    spec: { hard: { databases: 4, storageMiB: 51_200, connections: 400, replicas: 20, cpuMillis: 8000, memoryMiB: 8192 } },
  },
  grant(lvhuaTenant, 'tenant-admin', 'lvhua-admin', '委办局信息化负责人'),
  grant(lvhuaTenant, 'developer', 'developer', '户外招牌设置许可应用建设'),
];

const otherTenants: NewSampleObject[] = [
  ...outlineTenants.flatMap(([name, departmentRef]): NewSampleObject[] => [
    { kind: Tenant, name, spec: { displayName: bureaus.find(([bureau]) => bureau === departmentRef)?.[1] ?? name, departmentRef } },
    {
      kind: Quota,
      name: 'default',
      namespace: name,
      spec: { hard: { databases: 2, storageMiB: 10_240, connections: 80, replicas: 6, cpuMillis: 2000, memoryMiB: 2048 } },
    },
  ]),
  grant('t-chengguan', 'tenant-admin', 'chengguan-admin', '委办局信息化负责人'),
];

const administratorNames = new Set(['operator', 'system-admin', 'security-admin', 'audit-admin']);
const ownDepartments = new Set(['district', 'dashuju']);

/** In the order in which they refer to each other; what follows from the calendar is reckoned from the day given. */
export function sampleDistrict(today: Date): NewSampleObject[] {
  return [
    ...departments,
    ...positions,
    ...people,
    ...administrators,
    ...leaders,
    ...tenant,
    ...otherTenants,
    ...lvhuaSystems(today),
    ...upperSystems(),
    ...outlineSystems(today),
    ...ledgers(today),
    ...decisions(today),
  ];
}

/** What every platform needs: its root department, the centre that runs it, and the administrators. */
export const emptyDistrict: readonly NewSampleObject[] = [
  ...departments.filter((d) => ownDepartments.has(d.name)),
  ...positions.filter((p) => p.name.startsWith('dashuju-')),
  ...people.filter((p) => administratorNames.has(p.name)),
  ...administrators,
];

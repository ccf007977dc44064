import { LargeSystem, Ledger, LedgerException } from '@dizuo/api';
import type { NewSampleObject } from './district.ts';
import { lvhuaTenant } from './lvhua-systems.ts';
import { outlineTenants } from './outline-systems.ts';
import { dayFrom } from './system-rows.ts';

/** Bureaus that are still recording their systems: nothing is limited there yet. */
const stillRecording = new Set(['jiaoyu', 'wenlv', 'yingji']);

const ledgerOf = (namespace: string, departmentRef: string, target: number, today: Date): NewSampleObject => ({
  kind: Ledger,
  name: 'default',
  namespace,
  spec: {
    departmentRef,
    phase: stillRecording.has(departmentRef) ? 'inventory' : 'frozen',
    target,
    targetOn: `${today.getFullYear() + 2}-12-31`,
  },
});

/**
 * The first of the few: two registers that nobody has opened for years give their place to it. One module is the application that the
 * journey in the console deploys, one the same application of the rehearsal tenant that `examples/journey` makes.
 */
const cityscape: NewSampleObject = {
  kind: LargeSystem,
  name: 'cityscape',
  namespace: lvhuaTenant,
  spec: {
    displayName: '市容环境综合管理系统',
    description: '招牌、广告、景观灯光和责任区的登记、审批与巡查合在一处。示例数据，不是真实系统。',
    departmentRef: 'lvhua-shirong',
    linesOfBusiness: ['店招店牌管理', '户外广告管理', '景观灯光管理'],
    modules: [
      { name: 'shop-sign', displayName: '户外招牌设置许可' },
      { name: 'shop-sign-rehearsal', displayName: '户外招牌设置许可（演练）' },
      { name: 'light', displayName: '景观灯光台账' },
      { name: 'inspection', displayName: '市容巡查考核' },
    ],
    formedFrom: ['sign-archive', 'light-register'],
    tenants: ['t-greening'],
  },
};

const askedFor = (today: Date): NewSampleObject => ({
  kind: LedgerException,
  name: 'old-tree-sensors',
  namespace: lvhuaTenant,
  spec: {
    displayName: '古树名木传感监测试点',
    departmentRef: 'lvhua-shirong',
    cause: 'newNeed',
    systems: 1,
    until: dayFrom(today, 240),
    reason: '设备厂商的平台须在试点期内单独运行，试点结束后并入绿化综合管理系统。示例数据，不是真实申请。',
    requester: 'lvhua-admin',
  },
});

/** Ledgers at the counts that the sample has, and what has changed in one of them since. After the systems. */
export function ledgers(today: Date): NewSampleObject[] {
  return [
    ledgerOf(lvhuaTenant, 'lvhua-shirong', 5, today),
    ...outlineTenants.map(([tenant, department]) => ledgerOf(tenant, department, 3, today)),
    cityscape,
    askedFor(today),
  ];
}

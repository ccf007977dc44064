import { InformationSystem, type ObjectOf } from '@dizuo/api';

type SystemObject = ObjectOf<typeof InformationSystem>;

const matters =
  '招牌 绿化 垃圾 公园 古树 工地 河道 道路 燃气 餐厨 学籍 教师 校舍 招生 社保 就业 养老 救助 婚姻 殡葬 医院 疫苗 血液 药品 食品 特种设备 商标 价格 土地 房屋 物业 消防 危化品 地质 气象 水务 排水 渔业 农机 种子 文物 图书 演出 旅行社 体育 网吧 停车 公交 出租 货运 港口'.split(
    ' ',
  );
const actions = '审批 巡查 养护 考核 登记 派单 监测 处罚 预约 投诉 补助 档案 公示 培训 抽检 结算 采购 资产 预警 勘察'.split(' ');
const items = '名称 地址 电话 编号 身份证号 姓名 面积 日期 状态 照片 经度 纬度 负责人 金额 类别'.split(' ');

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A large district's inventory, always the same: departments keep to a few matters each, and many hold the same common records. */
export function sampleSystems(count: number, tenants = Math.max(1, Math.round(count / 100))): SystemObject[] {
  const random = randomFrom(20_261_124);
  const below = (most: number) => Math.floor(random() * most);
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const some = <T>(list: readonly T[], most: number) => [...new Set(Array.from({ length: 1 + below(most) }, () => pick(list)))];
  const day = (yearsBack: number) => new Date(Date.UTC(2026, 10, 24) - below(yearsBack * 365) * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: count }, (_, i) => {
    const tenant = i % tenants;
    const own = Array.from({ length: 6 }, (_, k) => matters[(tenant * 3 + k) % matters.length] as string);
    const matter = pick(own);
    const level = pick(['district', 'district', 'district', 'unit', 'city', 'national'] as const);
    return {
      apiVersion: InformationSystem.apiVersion,
      kind: InformationSystem.kind,
      metadata: {
        name: `s-${i}`,
        namespace: `t-${tenant}`,
        uid: `uid-${i}`,
        resourceVersion: String(i + 1),
        creationTimestamp: '2026-01-01T00:00:00Z',
        generation: 1,
      },
      spec: {
        displayName: `${matter}${pick(actions)}系统${i}`,
        departmentRef: `d-${tenant}`,
        level,
        lifecycle: 'running',
        linesOfBusiness: some(own, 2),
        functions: [...some(own, 3).flatMap((m) => some(actions, 2).map((a) => `${m}${a}`)), '统计分析', '用户管理'],
        commissionedOn: day(15),
        lastActiveOn: day(2),
        use: {
          audience: some(['citizens', 'enterprises', 'staff'] as const, 2),
          accounts: 10 + below(2000),
          monthlyActive: below(900),
          yearlyCases: below(50_000),
        },
        contract: { vendor: `示例公司${below(80)}`, endsOn: day(3) },
        cost: { built: 100_000 * (1 + below(50)), yearlyMaintenance: 10_000 * (1 + below(30)), yearlyHosting: 10_000 * below(10) },
        stack: [
          { role: 'database', name: pick(['Oracle', 'MySQL', '达梦']), version: pick(['5.7', '8.4', '11']), domestic: random() < 0.3 },
        ],
        hosting: { zone: pick(['internet', 'extranet', 'bureau'] as const) },
        data: some(random() < 0.4 ? ['resident', 'legal-entity', 'address'] : own.map((m) => `record-${m}`), 3).map((code) => ({
          code,
          displayName: code,
          items: some(items, 6),
          from: some(['citizens', 'staff', 'systems'] as const, 2),
          personal: code === 'resident',
        })),
        interfaces: Array.from({ length: below(4) }, (_, k) => ({
          name: `接口${k}`,
          direction: 'calls' as const,
          tenant: `t-${tenant}`,
          systemRef: `s-${tenant + tenants * below(Math.ceil(count / tenants))}`,
          protocol: pick(['HTTP', 'file', 'database link']),
        })),
        security: random() < 0.7 ? { grade: 2 + below(2), gradedOn: day(4), openIssues: below(5) } : {},
      },
    } as SystemObject;
  });
}

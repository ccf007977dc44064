import type { IntegrationRules, ObjectOf } from '@dizuo/api';

export type IntegrationRulesSpec = ObjectOf<typeof IntegrationRules>['spec'];

const word = (word: string, ...same: string[]) => ({ word, same });

/** The rules that a platform starts with, and that hold where none are kept. Every figure may be changed by the operator. */
export const standardRules = {
  overlap: {
    functions: 0.45,
    data: 0.35,
    users: 0.2,
    threshold: 0.35,
    phraseMatch: 0.5,
    sameRecord: 0.5,
    lines: 0.5,
    audience: 0.25,
    department: 0.25,
  },
  activity: { zombieDays: 180, fewUsersShare: 0.05 },
  contracts: { windowDays: 180 },
  debt: {
    oldYears: 8,
    gradeYears: 1,
    points: {
      old: 20,
      outdated: 15,
      versionUnknown: 5,
      notDomestic: 5,
      noGrade: 25,
      staleGrade: 15,
      openIssue: 3,
      internetPersonal: 20,
      personalLowGrade: 15,
      unmaintained: 15,
    },
    high: 100,
    /** Ends of support as their makers announced them, by 2026. */
    outdated: [
      { role: 'operatingSystem', name: 'centos' },
      { role: 'operatingSystem', name: 'windows server', below: '2016' },
      { role: 'operatingSystem', name: 'red hat enterprise linux', below: '8' },
      { role: 'database', name: 'oracle', below: '19' },
      { role: 'database', name: 'mysql', below: '8.4' },
      { role: 'database', name: 'sql server', below: '2016' },
      { role: 'database', name: 'postgresql', below: '14' },
      { role: 'middleware', name: 'weblogic', below: '14' },
      { role: 'middleware', name: 'tomcat', below: '9' },
      { role: 'language', name: 'java', below: '8' },
      { role: 'language', name: 'php', below: '8.2' },
      { role: 'language', name: 'asp' },
      { role: 'framework', name: 'struts' },
      { role: 'framework', name: 'silverlight' },
    ],
  },
  cost: { keepYears: 5, yearlyRise: 0.05, mergeShareOfBuilt: 0.25, upkeepShareAfterMerge: 0.4, connectCost: 30_000 },
  commonFunctions: ['统计', '查询', '用户', '权限', '日志', '登录', '消息', '通知', '导出', '打印', '数据字典', '个人中心', '待办'],
  fillWords: ['系统', '平台', '子系统', '模块', '功能', '信息化', '信息', '业务', '管理', '服务', '工作', '综合'],
  functionWords: [
    word('审批', '审核', '核准', '许可', '批准', '审查'),
    word('证照', '证书', '执照', '许可证', '合格证'),
    word('投诉', '举报', '信访', '诉求'),
    word('巡查', '巡检', '检查', '督查', '巡视'),
    word('登记', '备案', '注册', '填报', '申报', '录入'),
    word('查询', '检索', '搜索'),
    word('统计', '统计分析', '报表', '数据分析'),
    word('预约', '预定', '预订'),
    word('缴费', '支付', '收费', '付款'),
    word('企业', '法人', '单位', '公司', '市场主体'),
    word('居民', '人口', '市民', '公民', '群众'),
    word('人员', '职工', '员工', '工作人员'),
    word('设施', '设备'),
    word('考核', '考评', '评价', '绩效'),
    word('档案', '案卷', '卷宗', '电子档案'),
    word('公文', '收发文', '文件流转'),
    word('补助', '补贴', '救助金', '资助'),
    word('处罚', '罚款', '行政处罚'),
    word('派单', '工单', '派遣', '交办'),
    word('养护', '维护', '保养'),
    word('垃圾', '废弃物'),
  ],
  unifications: [
    { name: 'portal', displayName: { zh: '统一门户集成', en: 'Unified portal' } },
    { name: 'users', displayName: { zh: '统一用户管理', en: 'Unified users' } },
    { name: 'access', displayName: { zh: '统一接入管理', en: 'Unified access' } },
    { name: 'authorization', displayName: { zh: '统一授权管理', en: 'Unified authorization' } },
    { name: 'security', displayName: { zh: '统一安全防护', en: 'Unified security' } },
    { name: 'resources', displayName: { zh: '统一资源管理', en: 'Unified resources' } },
  ],
  targetPerDepartment: 5,
} satisfies IntegrationRulesSpec;

/** Rules with every figure present. */
export interface Rules {
  overlap: { readonly [K in keyof typeof standardRules.overlap]: number };
  activity: { readonly [K in keyof typeof standardRules.activity]: number };
  contracts: { readonly windowDays: number };
  debt: {
    readonly oldYears: number;
    readonly gradeYears: number;
    readonly points: { readonly [K in keyof typeof standardRules.debt.points]: number };
    readonly high: number;
    readonly outdated: readonly { role: string; name: string; below?: string }[];
  };
  cost: { readonly [K in keyof typeof standardRules.cost]: number };
  commonFunctions: readonly string[];
  fillWords: readonly string[];
  functionWords: readonly { word: string; same: readonly string[] }[];
}

/** The kept rules, with the standard figure for what they leave open. */
export function rulesOf(spec: IntegrationRulesSpec | undefined): Rules {
  if (!spec) return standardRules;
  const { debt } = spec;
  return {
    overlap: { ...standardRules.overlap, ...spec.overlap },
    activity: { ...standardRules.activity, ...spec.activity },
    contracts: { ...standardRules.contracts, ...spec.contracts },
    debt: { ...standardRules.debt, ...debt, points: { ...standardRules.debt.points, ...debt.points } },
    cost: { ...standardRules.cost, ...spec.cost },
    commonFunctions: spec.commonFunctions ?? standardRules.commonFunctions,
    fillWords: spec.fillWords ?? standardRules.fillWords,
    functionWords: spec.functionWords ?? standardRules.functionWords,
  };
}

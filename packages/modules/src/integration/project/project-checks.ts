import {
  chinaDay,
  type InformationSystem,
  type ItProject,
  isOver,
  type LargeSystem,
  type Ledger,
  type LedgerException,
  type LocalizedText,
  type ObjectOf,
  type ServiceClass,
} from '@dizuo/api';

type Project = ObjectOf<typeof ItProject>;
type System = ObjectOf<typeof InformationSystem>;
export type Check = NonNullable<NonNullable<Project['status']>['checks']>[number];
type Ref = NonNullable<Check['refs']>[number];

/** What a project is checked against. */
export interface GateWorld {
  /** Systems of the project's tenant. */
  systems: readonly System[];
  /** Systems like it, anywhere in the district, with how far they overlap (0 to 1). */
  similar: readonly { system: System; overlap: number }[];
  largeSystems: readonly ObjectOf<typeof LargeSystem>[];
  ledger: ObjectOf<typeof Ledger> | undefined;
  exception: ObjectOf<typeof LedgerException> | undefined;
  components: readonly ObjectOf<typeof ServiceClass>[];
  /** The product is no longer maintained. */
  outdated(item: { role: string; name: string; version?: string }): boolean;
  now: Date;
}

/** From this overlap on, it exists already. */
const sameFrom = 0.6;

/** A project against inventory, ledger, catalog, contracts and standards. Pure; each finding explains itself. */
export function projectChecks(project: Project, world: GateWorld): Check[] {
  return [
    inventoryCheck(project, world),
    ledgerCheck(project, world),
    catalogCheck(project, world),
    contractCheck(project, world),
    standardCheck(project, world),
  ];
}

const check = (name: Check['name'], result: Check['result'], code: string, message: LocalizedText, more: Partial<Check> = {}): Check => ({
  name,
  result,
  code,
  message: { zh: short(message.zh), ...(message.en ? { en: short(message.en) } : {}) },
  ...more,
});

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function systemRef({ kind, metadata, spec }: System): Ref {
  return { kind, ...(metadata.namespace ? { namespace: metadata.namespace } : {}), name: metadata.name, displayName: spec.displayName };
}

function inventoryCheck({ spec }: Project, { similar }: GateWorld): Check {
  const own = new Set([...(spec.systemRefs ?? []), ...(spec.replaces ?? [])]);
  const others = similar.filter(({ system }) => !own.has(system.metadata.name)).slice(0, 5);
  const [first] = others;
  if (!first)
    return check('inventory', 'pass', 'NothingLikeIt', {
      zh: '清单中没有功能和数据相近的系统',
      en: 'Nothing in the inventory does the same',
    });
  const percent = Math.round(first.overlap * 100);
  const refs = others.map(({ system }) => systemRef(system));
  const exists = first.overlap >= sameFrom && spec.category === 'build';
  return check(
    'inventory',
    exists ? 'fail' : 'warn',
    exists ? 'ExistsAlready' : 'SimilarExists',
    exists
      ? {
          zh: `已有「${first.system.spec.displayName}」，重叠度 ${percent}%，请在其上扩展`,
          en: `${first.system.spec.displayName} does it already (overlap ${percent}%): extend that`,
        }
      : {
          zh: `与「${first.system.spec.displayName}」等 ${others.length} 个系统相近（最高 ${percent}%），请说明为何不能共用`,
          en: `Like ${first.system.spec.displayName} and others (${others.length}, up to ${percent}%): say why they cannot be shared`,
        },
    { refs },
  );
}

function ledgerCheck({ spec }: Project, { systems, largeSystems, ledger, exception, now }: GateWorld): Check {
  const added = spec.newSystems ?? 0;
  if (added === 0) return check('ledger', 'pass', 'AddsNothing', { zh: '不增加系统数量', en: 'It adds no system' });
  if (ledger?.spec.phase !== 'frozen') {
    return check('ledger', 'warn', 'LedgerOpen', {
      zh: `新增 ${added} 个系统；台账尚未冻结，不受限制`,
      en: `It adds ${added}; the ledger is not frozen and limits nothing yet`,
    });
  }
  if (spec.moduleOf) {
    const large = largeSystems.find((l) => l.metadata.name === spec.moduleOf);
    if (large)
      return check('ledger', 'pass', 'BecomesModule', {
        zh: `作为大系统「${large.spec.displayName}」的模块，不单独计数`,
        en: `A module of ${large.spec.displayName}: it does not count`,
      });
    return check('ledger', 'fail', 'LargeSystemMissing', {
      zh: `没有大系统 ${spec.moduleOf}`,
      en: `There is no large system ${spec.moduleOf}`,
    });
  }
  const replaced = systems.filter((s) => spec.replaces?.includes(s.metadata.name) && !s.spec.replacedBy);
  if (replaced.length >= added) {
    return check(
      'ledger',
      'pass',
      'Replaces',
      {
        zh: `替代 ${replaced.length} 个系统，新增 ${added} 个，数量不增加`,
        en: `Replaces ${replaced.length}, adds ${added}: the count does not rise`,
      },
      { refs: replaced.map(systemRef) },
    );
  }
  const inForce = exception?.spec.granted && !(exception.spec.until && isOver(exception.spec.until, now));
  if (inForce)
    return check('ledger', 'pass', 'Excepted', {
      zh: `持有台账例外「${exception.spec.displayName}」`,
      en: `Holds the exception ${exception.spec.displayName}`,
    });
  const { count = 0, limit = 0 } = ledger.status ?? {};
  return check('ledger', 'fail', 'WouldRise', {
    zh: `台账现有 ${count} 个、上限 ${limit} 个，项目还要增加 ${added - replaced.length} 个；请改为大系统模块、替代旧系统，或先申请例外`,
    en: `The ledger counts ${count} of ${limit} and it adds ${added - replaced.length}: make it a module, let it replace something, or ask for an exception`,
  });
}

/** Words by which a budget line asks for what the platform gives. */
const given: readonly { words: RegExp; category?: string; zh: string; en: string }[] = [
  { words: /数据库|postgres|mysql|oracle|database/i, category: 'database', zh: '数据库组件', en: 'the database component' },
  { words: /缓存|redis|cache/i, category: 'cache', zh: '缓存组件', en: 'the cache component' },
  { words: /消息|队列|kafka|rabbitmq|queue/i, category: 'queue', zh: '消息队列组件', en: 'the message queue component' },
  { words: /单点登录|统一认证|身份认证|single sign-on|\bsso\b/i, zh: '统一用户与单点登录', en: 'its single sign-on' },
  { words: /网关|负载均衡|gateway|load balanc/i, zh: '统一网关', en: 'its gateway' },
  { words: /工作流|流程引擎|审批引擎|workflow|process engine/i, zh: '流程引擎', en: 'its process engine' },
  { words: /服务器|虚拟机|机房|server|virtual machine/i, zh: '统一资源池', en: 'its resource pools' },
];

function catalogCheck({ spec }: Project, { components }: GateWorld): Check {
  const listed = (category: string | undefined) =>
    category === undefined || components.some((c) => c.spec.listed !== false && c.spec.category === category);
  const found = spec.budget.flatMap((line) => {
    const match = given.find((g) => g.words.test(`${line.component ?? ''} ${line.name}`) && listed(g.category));
    return match ? [{ line, match }] : [];
  });
  const [first] = found;
  if (!first)
    return check('catalog', 'pass', 'BuysNothingGiven', {
      zh: '预算中没有平台已提供的组件',
      en: 'The budget buys nothing that the platform gives',
    });
  const saves = found.reduce((sum, { line }) => sum + line.amount, 0);
  const refs = found
    .flatMap(({ match }) => components.filter((c) => match.category && c.spec.category === match.category))
    .map((c): Ref => ({ kind: c.kind, name: c.metadata.name, displayName: c.spec.displayName.zh }));
  return check(
    'catalog',
    'fail',
    'PlatformGivesIt',
    {
      zh: `「${found.map(({ line }) => line.name).join('」「')}」平台已提供（${[...new Set(found.map(({ match }) => match.zh))].join('、')}），不应另购`,
      en: `The platform gives what ${found.map(({ line }) => line.name).join(', ')} would buy (${[...new Set(found.map(({ match }) => match.en))].join(', ')})`,
    },
    { saves, ...(refs.length > 0 ? { refs } : {}) },
  );
}

function contractCheck({ spec }: Project, { systems, similar, now }: GateWorld): Check {
  const about = new Set([...(spec.systemRefs ?? []), ...(spec.replaces ?? [])]);
  const candidates = [
    ...systems.filter((s) => about.has(s.metadata.name)),
    ...similar.filter((s) => s.overlap >= sameFrom).map((s) => s.system),
  ];
  const today = chinaDay(now);
  const running = [...new Set(candidates)].filter((s) => s.spec.contract?.endsOn && s.spec.contract.endsOn >= (spec.startsOn ?? today));
  const [first] = running;
  if (!first)
    return check('contracts', 'pass', 'NoRunningContract', {
      zh: '没有针对同一内容仍在履行的合同',
      en: 'No running contract is about the same',
    });
  return check(
    'contracts',
    spec.category === 'maintenance' ? 'fail' : 'warn',
    'StillUnderContract',
    {
      zh: `「${first.spec.displayName}」的合同到 ${first.spec.contract?.endsOn} 才结束（共 ${running.length} 份），请避免重复付费`,
      en: `${first.spec.displayName} is under contract until ${first.spec.contract?.endsOn} (${running.length} in all): do not pay twice`,
    },
    { refs: running.map(systemRef) },
  );
}

function standardCheck({ spec }: Project, { outdated }: GateWorld): Check {
  const old = (spec.stack ?? []).flatMap((item) => (outdated(item) ? [`${item.name} ${item.version ?? ''}`.trim()] : []));
  if (old.length > 0) {
    return check('standards', 'fail', 'StackOutdated', {
      zh: `技术栈已停止维护：${old.join('、')}`,
      en: `No longer maintained: ${old.join(', ')}`,
    });
  }
  const foreign = (spec.stack ?? []).filter(
    (item) => ['database', 'middleware', 'operatingSystem', 'processor'].includes(item.role) && item.domestic === false,
  );
  if (foreign.length > 0) {
    const names = foreign.map((f) => f.name);
    return check('standards', 'warn', 'NotDomestic', {
      zh: `非信创产品：${names.join('、')}，请说明替代计划`,
      en: `Not domestic: ${names.join(', ')}; say when they will be replaced`,
    });
  }
  if ((spec.standards ?? []).length === 0) {
    return check('standards', 'warn', 'NoStandards', {
      zh: '没有承诺遵循的标准（编码、接口、数据元）',
      en: 'It promises no standards (codes, interfaces, data elements)',
    });
  }
  return check('standards', 'pass', 'StandardsKept', {
    zh: `承诺遵循 ${spec.standards?.length} 项标准，技术栈符合要求`,
    en: `It promises ${spec.standards?.length} standards and its stack is current`,
  });
}

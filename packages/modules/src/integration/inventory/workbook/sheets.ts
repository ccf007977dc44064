/** How a column's cells are read and written. `words`: several in one cell; `lines`: one a line. */
export type CellForm = 'text' | 'words' | 'lines' | 'number' | 'day' | 'choice' | 'choices' | 'yes-no' | 'department';

export interface Column {
  header: string;
  /** Path of the value: in the spec for systems, in the item for lists. `@name` and `@tenant` are the object's, `@system` names it. */
  path: string;
  form: CellForm;
  width: number;
  required?: boolean;
  /** Values of the schema by the words that stand in the cell. */
  choices?: Readonly<Record<string, string>>;
  help?: string;
}

export interface SheetShape {
  title: string;
  /** List in the spec that the rows of a further sheet are entered in. */
  list?: 'data' | 'interfaces' | 'hosting.hosts' | 'stack';
  columns: readonly Column[];
}

const levels = { 区级: 'district', 单位级: 'unit', 市级: 'city', 国家级: 'national' };
const lifecycles = { 在用: 'running', 拟建: 'planned', 停用: 'suspended', 已下线: 'retired' };
const audiences = { 市民: 'citizens', 企业: 'enterprises', 工作人员: 'staff' };
const zones = { 互联网区: 'internet', 政务外网: 'extranet', 部门专网: 'bureau' };
const sources = { 市民填报: 'citizens', 人工录入: 'staff', 其他系统: 'systems' };
const directions = { 调用对方: 'calls', 被对方调用: 'serves' };
const roles = {
  编程语言: 'language',
  框架: 'framework',
  数据库: 'database',
  中间件: 'middleware',
  操作系统: 'operatingSystem',
  处理器: 'processor',
};

const several = '多项之间用“、”分隔';
const ofSystem: Column = { header: '系统', path: '@system', form: 'text', width: 26, required: true, help: '“系统”页中的标识或系统名称' };
const yuan = '整数，单位元';

export const systemsSheet: SheetShape = {
  title: '系统',
  columns: [
    { header: '标识', path: '@name', form: 'text', width: 20, help: '已登记的系统请保留；新系统留空则自动生成' },
    { header: '系统名称', path: 'displayName', form: 'text', width: 30, required: true },
    { header: '责任单位', path: 'departmentRef', form: 'department', width: 26, required: true, help: '本租户的部门或其下属单位' },
    { header: '层级', path: 'level', form: 'choice', width: 10, required: true, choices: levels, help: '国家级、市级系统只登记、不计数' },
    { header: '状态', path: 'lifecycle', form: 'choice', width: 10, choices: lifecycles },
    { header: '业务条线', path: 'linesOfBusiness', form: 'words', width: 26, help: several },
    { header: '主要功能', path: 'functions', form: 'words', width: 36, help: several },
    { header: '政务服务事项', path: 'serviceItems', form: 'words', width: 26, help: several },
    {
      header: '使用对象',
      path: 'use.audience',
      form: 'choices',
      width: 18,
      choices: audiences,
      help: `${Object.keys(audiences).join('、')}；${several}`,
    },
    { header: '账号数', path: 'use.accounts', form: 'number', width: 10 },
    { header: '月活跃人数', path: 'use.monthlyActive', form: 'number', width: 12 },
    { header: '年办件（记录）数', path: 'use.yearlyCases', form: 'number', width: 16 },
    { header: '启用日期', path: 'commissionedOn', form: 'day', width: 13 },
    { header: '最近使用日期', path: 'lastActiveOn', form: 'day', width: 13 },
    { header: '承建单位', path: 'contract.vendor', form: 'text', width: 24 },
    { header: '运维单位', path: 'contract.maintainer', form: 'text', width: 24 },
    { header: '合同编号', path: 'contract.number', form: 'text', width: 18 },
    { header: '合同开始', path: 'contract.startsOn', form: 'day', width: 13 },
    { header: '合同到期', path: 'contract.endsOn', form: 'day', width: 13 },
    { header: '建设投资', path: 'cost.built', form: 'number', width: 14, help: yuan },
    { header: '年运维费', path: 'cost.yearlyMaintenance', form: 'number', width: 14, help: yuan },
    { header: '年机房、云和线路费', path: 'cost.yearlyHosting', form: 'number', width: 18, help: yuan },
    { header: '年许可费', path: 'cost.yearlyLicences', form: 'number', width: 14, help: yuan },
    { header: '网络区域', path: 'hosting.zone', form: 'choice', width: 12, choices: zones },
    { header: '机房或云', path: 'hosting.place', form: 'text', width: 16 },
    { header: '访问地址', path: 'addresses', form: 'lines', width: 34, help: '网址或“主机:端口”，每行一个，不要写用户名和密码' },
    { header: '等级保护', path: 'security.grade', form: 'number', width: 10, help: '1 至 4' },
    { header: '最近测评日期', path: 'security.gradedOn', form: 'day', width: 13 },
    { header: '未整改问题数', path: 'security.openIssues', form: 'number', width: 12 },
    { header: '熟悉系统的岗位', path: 'contact', form: 'text', width: 20 },
    { header: '说明', path: 'description', form: 'text', width: 40 },
    { header: '租户', path: '@tenant', form: 'text', width: 14, help: '由平台填写' },
  ],
};

export const listSheets: readonly SheetShape[] = [
  {
    title: '数据资源',
    list: 'data',
    columns: [
      ofSystem,
      { header: '数据代码', path: 'code', form: 'text', width: 20, required: true, help: '同样的数据在各系统用同一代码' },
      { header: '名称', path: 'displayName', form: 'text', width: 22, required: true },
      { header: '记录数', path: 'records', form: 'number', width: 12 },
      { header: '数据项', path: 'items', form: 'words', width: 44, help: several },
      {
        header: '来源',
        path: 'from',
        form: 'choices',
        width: 22,
        choices: sources,
        help: `${Object.keys(sources).join('、')}；${several}`,
      },
      { header: '含个人信息', path: 'personal', form: 'yes-no', width: 12 },
    ],
  },
  {
    title: '对接关系',
    list: 'interfaces',
    columns: [
      ofSystem,
      { header: '对接名称', path: 'name', form: 'text', width: 26, required: true },
      { header: '方向', path: 'direction', form: 'choice', width: 14, required: true, choices: directions },
      { header: '对方系统标识', path: 'systemRef', form: 'text', width: 22, help: '清单中的系统' },
      { header: '对方租户', path: 'tenant', form: 'text', width: 14, help: '对方在别的租户时填写' },
      { header: '清单外的对方系统', path: 'counterpart', form: 'text', width: 26 },
      { header: '方式', path: 'protocol', form: 'text', width: 14, help: '例如 HTTP、数据库、文件、人工录入' },
      { header: '交换的数据代码', path: 'data', form: 'words', width: 26, help: several },
    ],
  },
  {
    title: '主机',
    list: 'hosting.hosts',
    columns: [
      ofSystem,
      { header: '主机名', path: 'name', form: 'text', width: 24, required: true },
      { header: '地址', path: 'address', form: 'text', width: 20 },
      { header: '用途', path: 'use', form: 'text', width: 16 },
    ],
  },
  {
    title: '技术栈',
    list: 'stack',
    columns: [
      ofSystem,
      { header: '类别', path: 'role', form: 'choice', width: 14, required: true, choices: roles },
      { header: '名称', path: 'name', form: 'text', width: 20, required: true },
      { header: '版本', path: 'version', form: 'text', width: 12 },
      { header: '国产', path: 'domestic', form: 'yes-no', width: 8 },
    ],
  },
];

export const allSheets: readonly SheetShape[] = [systemsSheet, ...listSheets];
export const resultHeader = '检查结果';

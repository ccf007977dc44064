import { readFileSync } from 'node:fs';
import { Broker, IntegrationRules, ProcessDefinition, ServiceClass, ServicePlan } from '@dizuo/api';
import { decisionProcesses, orderProcess, orderProcessFile } from '@dizuo/modules/flows';
import { standardRules } from '@dizuo/modules/integration';
import type { NewSampleObject } from './sample/district.ts';

/** What every platform starts with: a component for sale, the process that decides on orders, and the rules of integration. The operator may change all of it. */

const storage = (most: number, normal: number) => ({
  storageMiB: {
    type: 'integer',
    title: '存储 Storage (MiB)',
    description: '数据库可以占用的空间。超出后只能读取和删除。',
    minimum: 256,
    maximum: most,
    default: normal,
    multipleOf: 256,
  },
});

interface Size {
  name: string;
  zh: string;
  en: string;
  monthly: number;
  connections: number;
  storage: ReturnType<typeof storage>;
  about: string;
}

const sizes: readonly Size[] = [
  { name: 'small', zh: '小型', en: 'Small', monthly: 60, connections: 20, storage: storage(10_240, 1024), about: '适合一个部门的内部应用' },
  { name: 'medium', zh: '中型', en: 'Medium', monthly: 180, connections: 60, storage: storage(51_200, 5120), about: '适合面向公众的应用' },
];

const plan = (size: Size): NewSampleObject => ({
  kind: ServicePlan,
  name: `postgresql-${size.name}`,
  spec: {
    classRef: 'postgresql',
    displayName: { zh: size.zh, en: size.en },
    description: { zh: `${size.about}，至多 ${size.connections} 个连接`, en: `At most ${size.connections} connections` },
    price: { currency: 'CNY', monthly: size.monthly },
    parametersSchema: { type: 'object', properties: size.storage, required: [] },
    takes: { databases: 1, connections: size.connections },
    metered: [{ parameter: 'storageMiB', resource: 'storageMiB', factor: 1, monthlyPerUnit: 0.01 }],
    settings: { connections: size.connections, statementTimeoutSeconds: 60 },
  },
});

export function platformContent(): NewSampleObject[] {
  return [
    {
      kind: Broker,
      name: 'postgresql',
      spec: { displayName: { zh: 'PostgreSQL 组件服务器', en: 'PostgreSQL component server' }, driver: 'postgresql' },
    },
    {
      kind: ServiceClass,
      name: 'postgresql',
      spec: {
        displayName: { zh: 'PostgreSQL 关系数据库', en: 'PostgreSQL database' },
        description: {
          zh: '独立的数据库、角色与连接限额，交付后凭据保存在本租户的密钥中。',
          en: 'A database with its own role and limits; credentials in a secret of the tenant.',
        },
        category: 'database',
        brokerRef: 'postgresql',
        version: '18',
        provider: { zh: '大数据中心', en: 'Big Data Centre' },
        tags: ['关系型', 'SQL'],
      },
    },
    ...sizes.map(plan),
    {
      kind: ProcessDefinition,
      name: orderProcess,
      spec: {
        displayName: { zh: '组件申请审批', en: 'Order approval' },
        appliesTo: 'Request',
        bpmn: readFileSync(orderProcessFile, 'utf8'),
      },
    },
    ...decisionProcesses.map(({ name, appliesTo, zh, en, file }) => ({
      kind: ProcessDefinition,
      name,
      spec: { displayName: { zh, en }, appliesTo, bpmn: readFileSync(file, 'utf8') },
    })),
    { kind: IntegrationRules, name: 'default', spec: standardRules },
  ];
}

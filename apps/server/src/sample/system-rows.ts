import { InformationSystem, type ObjectOf } from '@dizuo/api';
import type { NewSampleObject } from './district.ts';
import { records, stacks, vendors } from './records.ts';

type Spec = ObjectOf<typeof InformationSystem>['spec'];

const known = new Map(records.map(([code = '', displayName = '', items = '', personal = '']) => [code, { displayName, items, personal }]));
const roleNames = {
  WindowsServer: 'Windows Server',
  SQLServer: 'SQL Server',
  SpringBoot: 'Spring Boot',
  '.NETFramework': '.NET Framework',
};
const audience = { c: 'citizens', e: 'enterprises', s: 'staff' } as const;
const source = { c: 'citizens', s: 'staff', y: 'systems' } as const;
const zones = { i: 'internet', x: 'extranet', b: 'bureau' } as const;
const dayMs = 86_400_000;

const sampleNote = '示例数据，不是真实系统。';

export function sampleSystem(name: string, namespace: string, spec: Spec): NewSampleObject {
  return { kind: InformationSystem, name, namespace, spec: { description: sampleNote, ...spec } };
}

/** `2026-11-24`, some days from another day. */
export function dayFrom(start: Date, days: number): string {
  return new Date(start.getTime() + days * dayMs).toISOString().slice(0, 10);
}

/** `公园台账、客流统计` */
export function words(text: string): string[] {
  return text.split('、').filter(Boolean);
}

/** `code:records:from`, separated by spaces; `from` is made of c (citizens), s (staff), y (other systems). */
export function holdings(text: string): Spec['data'] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((part) => {
      const [code = '', count = '', from = ''] = part.split(':');
      const record = known.get(code);
      if (!record) throw new Error(`the sample knows no record ${code}`);
      return {
        code,
        displayName: record.displayName,
        items: words(record.items),
        ...(count ? { records: Number(count) } : {}),
        ...(from ? { from: [...from].map((letter) => source[letter as keyof typeof source]) } : {}),
        ...(record.personal ? { personal: true } : {}),
      };
    });
}

/** `>name:code:protocol` asks another system, `<name:code:protocol` is asked by it; `tenant/name` for one of another tenant. */
export function links(text: string): Spec['interfaces'] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((part) => {
      const [target = '', code = '', protocol = 'HTTP'] = part.slice(1).split(':');
      const [systemRef = '', tenant] = target.split('/').reverse();
      const what = known.get(code)?.displayName ?? code;
      return {
        name: `${what}（${systemRef}）`,
        direction: part.startsWith('>') ? ('calls' as const) : ('serves' as const),
        systemRef,
        protocol,
        data: [code],
        ...(tenant ? { tenant } : {}),
      };
    });
}

export function stackOf(key: string): Spec['stack'] {
  return (stacks[key] ?? '').split(';').map((part) => {
    const [role = '', short = '', version = ''] = part.split(' ');
    const name = roleNames[short as keyof typeof roleNames] ?? short;
    return {
      role: role as 'language',
      name,
      ...(version ? { version: version.replace('+', '') } : {}),
      domestic: version.endsWith('+'),
    };
  });
}

export function users(text: string): ('citizens' | 'enterprises' | 'staff')[] {
  return [...text].map((letter) => audience[letter as keyof typeof audience]);
}

/** What stands on machines of the district: a program and a database, with addresses of a documentation-like private net. */
export function hostingOf(name: string, zone: string, place: number): Pick<Spec, 'hosting' | 'addresses'> {
  const net = `10.20.${Math.floor(place / 100)}.${(place % 100) * 2 + 10}`;
  const database = `10.20.${Math.floor(place / 100)}.${(place % 100) * 2 + 11}`;
  const cloud = zone === 'b' ? '局机房' : '区政务云';
  return {
    hosting: {
      zone: zones[zone as keyof typeof zones] ?? 'extranet',
      place: cloud,
      hosts: [
        { name: `${name}-app-1`, address: net, use: '应用' },
        { name: `${name}-db-1`, address: database, use: '数据库' },
      ],
    },
    addresses: [`http://${net}:8080/${name}`],
  };
}

export const vendorOf = (letter: string): string => vendors[letter] ?? letter;

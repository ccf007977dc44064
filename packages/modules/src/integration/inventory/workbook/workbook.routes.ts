import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { InformationSystem, inventoryPath, notFound, say, Tenant } from '@dizuo/api';
import type { Route, RouteCall } from '@dizuo/kernel';
import type { LiveInventory } from '../live-inventory.ts';
import { fittingSystems } from '../system-list.ts';
import { chosen, systemsQuery } from '../systems.routes.ts';
import { largestWorkbookMiB } from './check-archive.ts';
import { inChinese } from './chinese.ts';
import { departmentCell, exportRows, markedRows } from './export-rows.ts';
import { answerOf, commitImport, decisionsOf, prepareImport } from './import-systems.ts';
import type { Duplicate } from './plan-import.ts';
import { workbookTooLarge } from './workbook.errors.ts';
import { type OutBook, writeWorkbook } from './write-workbook.ts';

const mebibyte = 1024 * 1024;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const inTenant = (verb: string) =>
  ({ kind: 'resource', verb, resource: InformationSystem.id, namespace: ({ namespace }: Record<string, string>) => namespace }) as const;

/** Workbooks of systems: the template, what is there, and what is to be entered. */
export function workbookRoutes(live: LiveInventory): Route[] {
  return [
    {
      method: 'GET',
      path: `${inventoryPath}/tenants/:namespace/template`,
      access: inTenant('create'),
      handler: async (call) => sendBook(call, 'systems-template.xlsx', { rows: () => [], departments: departmentsOf(live, call) }),
    },
    {
      method: 'GET',
      path: `${inventoryPath}/export`,
      access: { kind: 'signed-in', why: 'holds systems that the caller may list, and nothing else: asked for below' },
      schema: { querystring: { type: 'object', properties: systemsQuery } },
      async handler(call) {
        const seen = await live.seenBy(call, call.query.namespace as string | undefined);
        const byUid = new Map(seen.map((system) => [system.metadata.uid, system]));
        const systems = fittingSystems(seen, ...chosen(call), live.tree, new Date()).flatMap(({ uid }) => byUid.get(uid) ?? []);
        const departments = [...new Set(systems.map(({ spec }) => departmentCell(spec.departmentRef, live.tree)))];
        return sendBook(call, 'systems.xlsx', { rows: (sheet) => exportRows(sheet, systems, live.tree), departments });
      },
    },
    {
      method: 'POST',
      path: `${inventoryPath}/tenants/:namespace/import`,
      access: inTenant('create'),
      rawBody: true,
      bodyLimit: (largestWorkbookMiB + 1) * mebibyte,
      schema: {
        querystring: {
          type: 'object',
          properties: {
            mode: { enum: ['check', 'marked', 'commit'], default: 'check' },
            decisions: { type: 'string', maxLength: 12_000, default: '' },
          },
        },
      },
      handler: (call) => receive(live, call),
    },
  ];
}

/** Checks, returns the marked workbook, or enters everything. The file is read anew each time: nothing of it is kept. */
async function receive(live: LiveInventory, call: RouteCall): Promise<unknown> {
  const { mode, decisions } = call.query as { mode: string; decisions: string };
  const file = await received(call);
  const prepared = await prepareImport(live, call, file, decisionsOf(decisions));
  if (mode === 'marked') {
    const { sheets, plan } = prepared;
    const notes = new Map(plan.duplicates.filter(({ decided }) => !decided).map((duplicate) => [duplicate.row, noteOf(duplicate)]));
    return sendBook(call, 'systems-checked.xlsx', {
      rows: (sheet) => markedRows(sheet, sheets, plan.problems, notes),
      departments: departmentsOf(live, call),
      withResults: true,
    });
  }
  if (mode === 'commit') await commitImport(prepared, call, await live.seenBy(call, call.params.namespace));
  return answerOf(prepared);
}

async function received({ request, reply }: RouteCall): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestWorkbookMiB * mebibyte) {
      // What is not read would stand in the way of the next request on this connection.
      reply.header('connection', 'close');
      throw workbookTooLarge({ what: 'MiB', limit: largestWorkbookMiB });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function departmentsOf(live: LiveInventory, { params: { namespace = '' } }: RouteCall): string[] {
  const tenant = live.tenant(namespace);
  if (!tenant) throw notFound({ kind: Tenant.kind, name: namespace });
  return [...live.tree.withBelow(tenant.spec.departmentRef)].map((name) => departmentCell(name, live.tree));
}

function noteOf({ candidates }: Duplicate): string {
  const others = candidates.map(({ row, name, displayName }) => (row ? `第 ${row} 行 ${displayName}` : `${displayName}（${name}）`));
  return inChinese(say('MayBeThere')`may be the same as ${others.join('、')}`);
}

async function sendBook({ reply }: RouteCall, name: string, book: OutBook): Promise<unknown> {
  reply.header('content-type', xlsx).header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store');
  const stream = new PassThrough();
  const closed = once(reply.raw, 'close');
  void closed.then(() => stream.destroy());
  void writeWorkbook(stream, book).catch((error) => stream.destroy(error));
  return reply.send(stream);
}

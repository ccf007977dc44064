import { expect } from 'vitest';
import type { Case, Row } from '../conformance-case.ts';
import { full, httpRoute, replaced, requestHeaders, responseHeaders, rewrite, to, under } from '../objects.ts';

type Changes = Parameters<typeof requestHeaders>[0];

const changes: Record<string, Changes> = {
  '/set': { set: { 'X-Set': 'by-route' } },
  '/add': { add: { 'X-Add': 'by-route' } },
  '/remove': { remove: ['X-Remove'] },
  '/multiple': {
    set: { 'X-Set-1': 'set-1', 'X-Set-2': 'set-2' },
    add: { 'X-Add-1': 'add-1', 'X-Add-2': 'add-2', 'X-Add-3': 'add-3' },
    remove: ['X-Remove-1', 'X-Remove-2'],
  },
  '/case': { set: { 'X-Set': 'by-route' }, add: { 'X-Add': 'by-route' }, remove: ['X-Remove'] },
};

/** What comes, and what has to go on: `[path, before, after, gone]`. */
const outcomes: [path: string, before: Record<string, string>, after: Record<string, string>, gone?: string[]][] = [
  ['/set', { other: 'val' }, { other: 'val', 'x-set': 'by-route' }],
  ['/set', { other: 'val', 'X-Set': 'before' }, { other: 'val', 'x-set': 'by-route' }],
  ['/add', { other: 'val' }, { other: 'val', 'x-add': 'by-route' }],
  ['/add', { other: 'val', 'X-Add': 'before' }, { other: 'val', 'x-add': 'before, by-route' }],
  ['/remove', { 'X-Remove': 'val' }, {}, ['x-remove']],
  [
    '/multiple',
    { 'X-Set-2': 'before', 'X-Add-2': 'before', 'X-Remove-2': 'before', 'X-Remove-1': 'before', another: 'val' },
    { 'x-set-1': 'set-1', 'x-set-2': 'set-2', 'x-add-1': 'add-1', 'x-add-2': 'before, add-2', 'x-add-3': 'add-3', another: 'val' },
    ['x-remove-1', 'x-remove-2'],
  ],
  [
    '/case',
    { 'x-set': 'before', 'x-add': 'before', 'x-remove': 'before', another: 'val' },
    { 'x-set': 'by-route', 'x-add': 'before, by-route', another: 'val' },
    ['x-remove'],
  ],
];

const requestRows: Row[] = outcomes.map(([path, headers, after, absent = []]) => [
  path,
  { from: 'one', got: { path, headers: after, absent } },
  { headers },
]);
const answerRows: Row[] = outcomes.map(([path, before, after, absent = []]) => [
  path,
  { from: 'one', headers: after, absent },
  { headers: { 'x-answer-with': JSON.stringify(before) } },
]);

const all = { set: { 'X-Set': 'by-route' }, add: { 'X-Add': 'add-1', 'X-Append': 'add-2' }, remove: ['X-Remove'] };
const before = { 'X-Remove': 'before', 'X-Append': 'before', 'X-Set': 'before' };
const after = { 'x-add': 'add-1', 'x-append': 'before, add-2', 'x-set': 'by-route' };

/** Header filters, of rules and of their backends. */
export const headerCases: readonly Case[] = [
  {
    name: 'HTTPRouteRequestHeaderModifier',
    resource: 'HTTPRoute',
    objects: [
      httpRoute(
        'request-headers',
        Object.entries(changes).map(([path, change]) => under(path, { filters: [requestHeaders(change)], backendRefs: [to('one')] })),
      ),
    ],
    requests: requestRows,
  },
  {
    name: 'HTTPRouteBackendRequestHeaderModifier',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendRequestHeaderModification',
    objects: [
      httpRoute(
        'backend-request-headers',
        Object.entries(changes).map(([path, change]) => under(path, { backendRefs: [to('one', { filters: [requestHeaders(change)] })] })),
      ),
    ],
    requests: requestRows,
  },
  {
    name: 'HTTPRouteRequestHeaderModifierBackendWeights',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteBackendRequestHeaderModification',
    objects: [
      httpRoute('backend-header-weights', [
        {
          backendRefs: ['one', 'two'].map((name) => to(name, { weight: 10, filters: [requestHeaders({ set: { Backend: name } })] })),
        },
      ]),
    ],
    async check(world) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => world.ask('same-namespace', {})));
      for (const { echoed } of answers) expect(echoed?.headers.backend).toBe(echoed?.backend);
      expect(new Set(answers.map(({ echoed }) => echoed?.backend))).toEqual(new Set(['one', 'two']));
    },
  },
  {
    name: 'HTTPRouteResponseHeaderModifier',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteResponseHeaderModification',
    objects: [
      httpRoute('answer-headers', [
        ...Object.entries(changes).map(([path, change]) => under(path, { filters: [responseHeaders(change)], backendRefs: [to('one')] })),
        under('/spelling', {
          filters: [responseHeaders({ add: { 'x-lower': 'a', 'x-Mixed-ADD': 'b', 'X-mixeD-other': 'c', 'X-UPPER': 'd' } })],
          backendRefs: [to('one')],
        }),
        under('/both', { filters: [responseHeaders(all), requestHeaders(all)], backendRefs: [to('one')] }),
        under('/of-backend', { backendRefs: [to('one', { filters: [responseHeaders(all)] })] }),
      ]),
    ],
    requests: [
      ...answerRows,
      ['/spelling', { from: 'one', headers: { 'x-lower': 'a', 'x-mixed-add': 'b', 'x-mixed-other': 'c', 'x-upper': 'd' } }],
      [
        '/both',
        { from: 'one', got: { headers: after, absent: ['x-remove'] }, headers: after, absent: ['x-remove'] },
        { headers: { ...before, 'x-answer-with': JSON.stringify(before) } },
      ],
      ['/of-backend', { from: 'one', headers: after, absent: ['x-remove'] }, { headers: { 'x-answer-with': JSON.stringify(before) } }],
    ],
  },
  {
    name: 'HTTPRouteRewriteHost and HTTPRouteRewritePath, with changed headers',
    resource: 'HTTPRoute',
    objects: [
      httpRoute('rewrite-and-headers', [
        under('/host', { filters: [rewrite({ hostname: 'test.example.org' }), requestHeaders(all)], backendRefs: [to('two')] }),
        under('/full', { filters: [rewrite(full('/test')), requestHeaders(all)], backendRefs: [to('one')] }),
        under('/prefix/deep', { filters: [rewrite(replaced('/prefix')), requestHeaders(all)], backendRefs: [to('one')] }),
      ]),
    ],
    requests: [
      [
        '/host',
        { from: 'two', got: { host: 'test.example.org', path: '/host', headers: after, absent: ['x-remove'] } },
        { headers: before },
      ],
      ['/full/x', { from: 'one', got: { path: '/test', headers: after, absent: ['x-remove'] } }, { headers: before }],
      ['/prefix/deep/one', { from: 'one', got: { path: '/prefix/one', headers: after, absent: ['x-remove'] } }, { headers: before }],
    ],
  },
];

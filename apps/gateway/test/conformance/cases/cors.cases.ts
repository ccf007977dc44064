import type { Case, Row } from '../conformance-case.ts';
import { httpRoute, prefix, to, under } from '../objects.ts';

const corsRule = (filter: object) => ({ filters: [{ type: 'CORS', cors: filter }], backendRefs: [to('one')] });
const cors = (path: string, filter: object) => under(path, corsRule(filter));
const allowed = {
  'access-control-allow-methods': ['GET, OPTIONS', 'OPTIONS, GET'],
  'access-control-allow-headers': ['x-header-1, x-header-2', 'x-header-2, x-header-1'],
  'access-control-expose-headers': ['x-header-3, x-header-4', 'x-header-4, x-header-3'],
  'access-control-max-age': '3600',
  'access-control-allow-credentials': 'true',
};
const origin = 'access-control-allow-origin';
const credentials = 'access-control-allow-credentials';

const asks = (from: string, method: string, headers?: string) => ({
  headers: {
    origin: from,
    'access-control-request-method': method,
    ...(headers ? { 'access-control-request-headers': headers } : {}),
  },
});
const preflight = { status: [200, 204] };
const both = 'x-header-1, x-header-2';

/** Origins that may, and what they get. */
const listed: Row[] = ['https://www.foo.com', 'https://www.bar.com', 'https://much.longer.bar.com'].flatMap((from): Row[] => [
  ['OPTIONS /listed', { ...preflight, headers: { ...allowed, [origin]: from } }, asks(from, 'GET', both)],
  ['GET /listed', { from: 'one', headers: { [origin]: from } }, asks(from, 'GET', both)],
]);

const foreign = 'https://foobar.com';
const any = ['https://other.foo.com', '*'];

export const corsCases: readonly Case[] = [
  {
    name: 'HTTPRouteCORS',
    resource: 'HTTPRoute',
    feature: 'HTTPRouteCORS',
    objects: [
      httpRoute('cors', [
        cors('/listed', {
          allowOrigins: ['https://www.foo.com', 'https://*.bar.com'],
          allowMethods: ['GET', 'OPTIONS'],
          allowHeaders: ['x-header-1', 'x-header-2'],
          exposeHeaders: ['x-header-3', 'x-header-4'],
          allowCredentials: true,
          maxAge: 3600,
        }),
        cors('/any-method', { allowOrigins: ['https://www.foo.com'], allowMethods: ['*'] }),
        cors('/any-origin', { allowOrigins: ['*'], allowMethods: ['PUT'], allowCredentials: false }),
        cors('/anything', { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'], allowCredentials: true }),
        {
          matches: [{ ...prefix('/only-put'), method: 'PUT' }],
          ...corsRule({ allowOrigins: ['https://www.foo.com'], allowMethods: ['PUT'] }),
        },
        cors('/anything-unknown', { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'], allowCredentials: false }),
      ]),
    ],
    requests: [
      ...listed,
      // The question belongs to the rule of the request that it is about.
      [
        'OPTIONS /only-put',
        { ...preflight, headers: { [origin]: 'https://www.foo.com', 'access-control-allow-methods': 'PUT' } },
        asks('https://www.foo.com', 'PUT'),
      ],
      ['OPTIONS /only-put', 404, asks('https://www.foo.com', 'GET')],
      ['OPTIONS /listed', { status: [200, 204, 403], absent: [origin] }, asks(foreign, 'GET')],
      ['GET /listed', { from: 'one', absent: [origin] }, asks(foreign, 'GET')],
      [
        'OPTIONS /any-method',
        {
          ...preflight,
          headers: { 'access-control-allow-methods': ['POST', '*'], [origin]: 'https://www.foo.com' },
          absent: [credentials],
        },
        asks('https://www.foo.com', 'POST'),
      ],
      [
        'OPTIONS /any-origin',
        { ...preflight, headers: { [origin]: any, 'access-control-allow-methods': 'PUT' }, absent: [credentials] },
        asks('https://other.foo.com', 'PUT'),
      ],
      [
        'OPTIONS /any-origin',
        { ...preflight, headers: { [origin]: ['https://other.foo.com:12345', '*'] }, absent: [credentials] },
        asks('https://other.foo.com:12345', 'PUT'),
      ],
      [
        'PUT /any-origin',
        { from: 'one', headers: { [origin]: any }, absent: [credentials] },
        { headers: { origin: 'https://other.foo.com' } },
      ],
      [
        'OPTIONS /anything',
        {
          ...preflight,
          headers: {
            [origin]: 'https://other.foo.com',
            'access-control-allow-methods': 'PUT',
            'access-control-allow-headers': both,
            [credentials]: 'true',
          },
        },
        asks('https://other.foo.com', 'PUT', both),
      ],
      [
        'OPTIONS /anything-unknown',
        {
          ...preflight,
          headers: { [origin]: any, 'access-control-allow-methods': ['PUT', '*'], 'access-control-allow-headers': [both, '*'] },
          absent: [credentials],
        },
        asks('https://other.foo.com', 'PUT', both),
      ],
      [
        'GET /anything',
        { from: 'one', headers: { [origin]: 'https://other.foo.com', [credentials]: 'true' } },
        { headers: { origin: 'https://other.foo.com' } },
      ],
      [
        'GET /anything-unknown',
        { from: 'one', headers: { [origin]: any }, absent: [credentials] },
        { headers: { origin: 'https://other.foo.com' } },
      ],
    ],
  },
];

import { notFound } from '@dizuo/api';
import type { FastifyInstance } from 'fastify';
import type { KindRegistry } from '../admission/kind-registry.ts';
import { encodeOpenApiV2, openApiProtobufType, openApiV2 } from './openapi-v2.ts';
import { openApiV3 } from './openapi-v3.ts';

const open = { config: { access: { kind: 'signed-in', why: 'schemas are the same for every caller' } } } as const;

/** Schemas of the API, made once, when first asked for. */
export function installOpenApi(app: FastifyInstance, kinds: KindRegistry, version: string): void {
  let second: { json: string; protobuf: Buffer } | undefined;
  let third: ReturnType<typeof openApiV3> | undefined;
  const v2 = () => {
    if (!second) {
      const document = openApiV2(kinds, version);
      second = { json: JSON.stringify(document), protobuf: encodeOpenApiV2(document) };
    }
    return second;
  };
  const v3 = () => {
    third ??= openApiV3(kinds, version);
    return third;
  };
  app.get('/openapi/v2', open, (request, reply) => {
    const accept = request.headers.accept ?? '';
    if (accept.includes('proto-openapi')) return reply.type(openApiProtobufType).send(v2().protobuf);
    return reply.type('application/json').send(v2().json);
  });
  app.get('/openapi/v3', open, () => v3().index);
  app.get<{ Params: { '*': string } }>('/openapi/v3/*', open, (request, reply) => {
    const text = v3().documents.get(request.params['*']);
    if (!text) throw notFound({ kind: 'OpenAPI document', name: request.params['*'] });
    return reply.type('application/json').send(text);
  });
}

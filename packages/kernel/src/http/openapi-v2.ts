import protobuf from 'protobufjs';
import type { KindRegistry } from '../admission/kind-registry.ts';
import { definitionName, type Json, kindDefinition, sharedDefinitions, v2Prefix } from './openapi-definitions.ts';
import { type Operation, type Path, pathParameter, pathsOf } from './openapi-paths.ts';

/** Accept header under which kubectl asks for the protobuf form. */
export const openApiProtobufType = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

/** The whole API in OpenAPI 2.0. */
export function openApiV2(kinds: KindRegistry, productVersion: string): Json {
  const definitions: Json = { ...sharedDefinitions };
  const paths: Json = {};
  for (const served of kinds.all) {
    for (const version of served.versions) {
      const name = definitionName(served, version);
      definitions[name] = kindDefinition(served, version, v2Prefix);
      for (const path of pathsOf(served, version)) paths[path.path] = pathItem(path, `${v2Prefix}${name}`);
    }
  }
  return { swagger: '2.0', info: { title: 'Dizuo', version: productVersion }, paths, definitions };
}

function pathItem(path: Path, ref: string): Json {
  const parameters = path.parameters.map((name) => ({ ...pathParameter(name), type: 'string' }));
  return { parameters, ...Object.fromEntries(path.operations.map((operation) => [operation.method, renderOperation(operation, ref)])) };
}

function renderOperation(operation: Operation, ref: string): Json {
  const body = { name: 'body', in: 'body', required: true, schema: operation.takesObject ? { $ref: ref } : { type: 'object' } };
  return {
    description: operation.description,
    operationId: operation.id,
    consumes: operation.consumes ?? ['application/json'],
    produces: ['application/json'],
    parameters: [
      ...(operation.takesObject || operation.consumes ? [body] : []),
      ...operation.query.map(({ name, type, description }) => ({ name, in: 'query', description, type })),
    ],
    responses: { 200: { description: 'OK', schema: operation.action === 'list' ? { type: 'object' } : { $ref: ref } } },
    'x-kubernetes-action': operation.action,
    'x-kubernetes-group-version-kind': operation.groupVersionKind,
  };
}

/** The same in the protobuf form of gnostic (`openapiv2/OpenAPIv2.proto`), which kubectl cannot do without. */
export function encodeOpenApiV2(document: Json): Buffer {
  const type = root.lookupType('Document');
  return Buffer.from(type.encode(type.fromObject(documentMessage(document))).finish());
}

function documentMessage({ swagger, info, paths, definitions }: Json): Json {
  return {
    swagger,
    info,
    paths: { path: named(paths as Json, pathMessage) },
    definitions: { additionalProperties: named(definitions as Json, schemaMessage) },
  };
}

function pathMessage({ parameters, ...operations }: Json): Json {
  const rendered = Object.entries(operations).map(([method, operation]) => [method, operationMessage(operation as Json)]);
  return { ...Object.fromEntries(rendered), parameters: (parameters as Json[]).map(parameterMessage) };
}

function operationMessage(operation: Json): Json {
  const responses = Object.entries(operation.responses as Json).map(([name, value]) => {
    const { description, schema } = value as { description: string; schema: Json };
    return { name, value: { response: { description, schema: { schema: schemaMessage(schema) } } } };
  });
  return {
    ...operation,
    parameters: (operation.parameters as Json[]).map(parameterMessage),
    responses: { responseCode: responses },
    vendorExtension: extensions(operation),
  };
}

function parameterMessage(parameter: Json): Json {
  if (parameter.in === 'body') return { parameter: { bodyParameter: { ...parameter, schema: schemaMessage(parameter.schema as Json) } } };
  const place = parameter.in === 'path' ? 'pathParameterSubSchema' : 'queryParameterSubSchema';
  return { parameter: { nonBodyParameter: { [place]: parameter } } };
}

function schemaMessage(schema: Json): Json {
  const { $ref, type, items, properties, additionalProperties, default: fallback, enum: choices, ...rest } = schema;
  return {
    ...rest,
    ...($ref === undefined ? {} : { Ref: $ref }),
    ...(type === undefined ? {} : { type: { value: [type] } }),
    ...(items === undefined ? {} : { items: { schema: [schemaMessage(items as Json)] } }),
    ...(properties === undefined ? {} : { properties: { additionalProperties: named(properties as Json, schemaMessage) } }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: additional(additionalProperties) }),
    ...(fallback === undefined ? {} : { default: any(fallback) }),
    ...(choices === undefined ? {} : { enum: (choices as unknown[]).map(any) }),
    vendorExtension: extensions(schema),
  };
}

function additional(value: unknown): Json {
  return typeof value === 'boolean' ? { boolean: value } : { schema: schemaMessage(value as Json) };
}

function named(entries: Json, message: (value: Json) => Json): Json[] {
  return Object.entries(entries).map(([name, value]) => ({ name, value: message(value as Json) }));
}

/** Values of any shape travel as YAML, of which JSON is a part. */
function any(value: unknown): Json {
  return { yaml: `${JSON.stringify(value)}\n` };
}

function extensions(node: Json): Json[] {
  return Object.entries(node)
    .filter(([key]) => key.startsWith('x-'))
    .map(([name, value]) => ({ name, value: any(value) }));
}

type Fields = Record<string, { type: string; id: number; rule?: string }>;

/** `name:type:id` or `name:type*:id` for lists. */
function message(...fields: string[]): { fields: Fields } {
  return {
    fields: Object.fromEntries(
      fields.map((text) => {
        const [name = '', type = '', id] = text.split(':');
        const repeated = type.endsWith('*');
        return [name, { type: repeated ? type.slice(0, -1) : type, id: Number(id), ...(repeated ? { rule: 'repeated' } : {}) }];
      }),
    ),
  };
}

const root = protobuf.Root.fromJSON({
  nested: {
    Document: message('swagger:string:1', 'info:Info:2', 'paths:Paths:8', 'definitions:Definitions:9'),
    Info: message('title:string:1', 'version:string:2'),
    Any: message('yaml:string:2'),
    NamedAny: message('name:string:1', 'value:Any:2'),
    Definitions: message('additionalProperties:NamedSchema*:1'),
    Properties: message('additionalProperties:NamedSchema*:1'),
    NamedSchema: message('name:string:1', 'value:Schema:2'),
    Paths: message('path:NamedPathItem*:2'),
    NamedPathItem: message('name:string:1', 'value:PathItem:2'),
    PathItem: message(
      'get:Operation:2',
      'put:Operation:3',
      'post:Operation:4',
      'delete:Operation:5',
      'patch:Operation:8',
      'parameters:ParametersItem*:9',
    ),
    Operation: message(
      'description:string:3',
      'operationId:string:5',
      'produces:string*:6',
      'consumes:string*:7',
      'parameters:ParametersItem*:8',
      'responses:Responses:9',
      'vendorExtension:NamedAny*:13',
    ),
    ParametersItem: message('parameter:Parameter:1'),
    Parameter: message('bodyParameter:BodyParameter:1', 'nonBodyParameter:NonBodyParameter:2'),
    BodyParameter: message('name:string:2', 'in:string:3', 'required:bool:4', 'schema:Schema:5'),
    NonBodyParameter: message('queryParameterSubSchema:QueryParameter:3', 'pathParameterSubSchema:PathParameter:4'),
    QueryParameter: message('in:string:2', 'description:string:3', 'name:string:4', 'type:string:6'),
    PathParameter: message('required:bool:1', 'in:string:2', 'description:string:3', 'name:string:4', 'type:string:5'),
    Responses: message('responseCode:NamedResponseValue*:1'),
    NamedResponseValue: message('name:string:1', 'value:ResponseValue:2'),
    ResponseValue: message('response:Response:1'),
    Response: message('description:string:1', 'schema:SchemaItem:2'),
    SchemaItem: message('schema:Schema:1'),
    TypeItem: message('value:string*:1'),
    ItemsItem: message('schema:Schema*:1'),
    AdditionalPropertiesItem: message('schema:Schema:1', 'boolean:bool:2'),
    Schema: message(
      'Ref:string:1',
      'format:string:2',
      'title:string:3',
      'description:string:4',
      'default:Any:5',
      'maximum:double:7',
      'minimum:double:9',
      'maxLength:int64:11',
      'minLength:int64:12',
      'pattern:string:13',
      'maxItems:int64:14',
      'minItems:int64:15',
      'required:string*:19',
      'enum:Any*:20',
      'additionalProperties:AdditionalPropertiesItem:21',
      'type:TypeItem:22',
      'items:ItemsItem:23',
      'properties:Properties:25',
      'vendorExtension:NamedAny*:31',
    ),
  },
});

import type { Ask } from './ask.ts';
import type { Manifest } from './objects.ts';
import type { World } from './world.ts';

/** What has to come of a request. A text: the backend that answers it. A number: the status. */
export type Expected =
  | string
  | number
  | {
      from?: string;
      status?: number | number[];
      /** What the backend got: parts of it, and fields that it must not have. */
      got?: { path?: string; host?: string; protocol?: string; headers?: Record<string, string>; absent?: string[] };
      /** Fields of the answer; several: any of these. */
      headers?: Record<string, string | string[]>;
      absent?: string[];
      /** Parts of Location. A port of '' is the usual one. */
      location?: { scheme?: string; host?: string; port?: string; path?: string };
    };

/** `POST example.com/path?query`, GET where there is no method; what has to come of it; more of the request. */
export type Row = [request: string, expected: Expected, more?: Partial<Ask>];

/** A case of the Gateway API project's conformance tests, in our own words. */
export interface Case {
  /** Name of the test there. */
  name: string;
  resource: 'Gateway' | 'GatewayClass' | 'HTTPRoute' | 'GRPCRoute' | 'ReferenceGrant';
  /** Name of the feature there, where it is none that every implementation must have. */
  feature?: string;
  objects: Manifest[];
  /** Where requests go. Gateway `same-namespace`, port 80. */
  at?: { gateway?: string; port?: number };
  requests?: Row[];
  check?(world: World): Promise<void>;
}

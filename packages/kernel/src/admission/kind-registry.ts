import type { Kind, KubeObject } from '@dizuo/api';
import type { Admission, KindRegistration } from '../module/module.ts';
import { compileSchemaPlan, type SchemaPlan } from './schema-plan.ts';

/** One version under which a kind is served. */
export interface VersionPlan {
  version: string;
  apiVersion: string;
  body: Kind['body'];
  schema: SchemaPlan;
  /** Absent for the stored version. */
  conversion?: { toStored(object: KubeObject): KubeObject; fromStored(object: KubeObject): KubeObject };
}

/** A registered kind with what was compiled for it. */
export interface ServedKind {
  kind: Kind;
  admission: Admission<Kind>;
  stored: VersionPlan;
  /** The stored version first. */
  versions: readonly VersionPlan[];
}

/** All kinds of this server. Kinds are registered once, before the server starts. */
export class KindRegistry {
  readonly all: readonly ServedKind[];
  readonly #byId = new Map<string, ServedKind>();
  readonly #byGroupKind = new Map<string, ServedKind>();

  constructor(registrations: readonly KindRegistration[]) {
    this.all = registrations.map(({ kind, admission }) => this.#add(kind, admission ?? {}));
  }

  /** The registered form of a kind. Throws for a kind that no module registered: a mistake in the program. */
  of(kind: Kind): ServedKind {
    const served = this.#byId.get(kind.id);
    if (!served) throw new Error(`kind ${kind.id} is not registered`);
    return served;
  }

  /** By `plural.group`. */
  byId(id: string): ServedKind | undefined {
    return this.#byId.get(id);
  }

  /** By what a reference says: any version of the group. */
  find(apiVersion: string, kind: string): ServedKind | undefined {
    const slash = apiVersion.indexOf('/');
    return this.#byGroupKind.get(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`);
  }

  #add(kind: Kind, admission: Admission<Kind>): ServedKind {
    const groupKind = `${kind.group}/${kind.kind}`;
    if (this.#byId.has(kind.id) || this.#byGroupKind.has(groupKind)) throw new Error(`kind ${kind.id} is registered twice`);
    const stored: VersionPlan = {
      version: kind.version,
      apiVersion: kind.apiVersion,
      body: kind.body,
      schema: compileSchemaPlan(kind.body),
    };
    const others = kind.otherVersions.map(
      (other): VersionPlan => ({
        version: other.version,
        apiVersion: kind.group ? `${kind.group}/${other.version}` : other.version,
        body: other.body,
        schema: compileSchemaPlan(other.body),
        conversion: { toStored: other.toStored, fromStored: other.fromStored },
      }),
    );
    const served = { kind, admission, stored, versions: [stored, ...others] };
    this.#byId.set(kind.id, served);
    this.#byGroupKind.set(groupKind, served);
    return served;
  }
}

import { type Application, countedSystems, type InformationSystem, type Kind, type KubeObject, type LargeSystem, stands } from '@dizuo/api';

/** Kinds whose objects take a place in a ledger. */
export type CountedKind = typeof InformationSystem | typeof LargeSystem | typeof Application;

export interface ModuleRef {
  tenant: string;
  largeSystemRef: string;
  module: string;
}

/** What the count asks of an object, whatever its kind. */
export interface CountFacts {
  kind: Kind;
  namespace: string;
  name: string;
  displayName: string;
  countedIn: string | undefined;
  /** Systems whose place it takes, as it says. */
  replaces: readonly string[];
  /** Takes their place now: it is in use. */
  effective: boolean;
  moduleOf: ModuleRef | undefined;
  realises: string | undefined;
  exceptionRef: string | undefined;
  /** 1 where it takes a place in the department's count. */
  counted: 0 | 1;
  /** 1 where it takes a place of an exception. */
  excepted: 0 | 1;
}

interface CountedSpec {
  displayName?: string | { zh?: string };
  countedIn?: string;
  replaces?: string[];
  formedFrom?: string[];
  moduleOf?: { tenant?: string; largeSystemRef: string; module: string };
  realises?: string;
  exceptionRef?: string;
  level?: string;
  lifecycle?: string;
}

/** Pure. The same for admission, companions and the book. */
export function countFacts(kind: Kind, object: KubeObject): CountFacts {
  const spec = object.spec as CountedSpec;
  const { namespace = '', name } = object.metadata;
  const takes = (kind.usage?.(object as never) ?? []).some((use) => use.resource === countedSystems);
  const { moduleOf, displayName } = spec;
  return {
    kind,
    namespace,
    name,
    displayName: (typeof displayName === 'string' ? displayName : displayName?.zh) ?? name,
    countedIn: spec.countedIn,
    replaces: spec.replaces ?? spec.formedFrom ?? [],
    effective: spec.level === undefined || stands({ level: spec.level, ...(spec.lifecycle ? { lifecycle: spec.lifecycle } : {}) }),
    moduleOf: moduleOf && { tenant: moduleOf.tenant ?? namespace, largeSystemRef: moduleOf.largeSystemRef, module: moduleOf.module },
    realises: spec.realises,
    exceptionRef: spec.exceptionRef,
    counted: takes && !spec.exceptionRef ? 1 : 0,
    excepted: takes && spec.exceptionRef ? 1 : 0,
  };
}

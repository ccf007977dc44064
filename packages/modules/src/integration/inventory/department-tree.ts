import type { Department, ObjectOf } from '@dizuo/api';

/** Departments as a tree, made once from all of them. Pure. */
export class DepartmentTree {
  readonly #all: ReadonlyMap<string, ObjectOf<typeof Department>>;

  constructor(departments: readonly ObjectOf<typeof Department>[]) {
    this.#all = new Map(departments.map((department) => [department.metadata.name, department]));
  }

  has(name: string): boolean {
    return this.#all.has(name);
  }

  /** Its own name where it is not known. */
  displayName(name: string): string {
    return this.#all.get(name)?.spec.displayName ?? name;
  }

  /** Departments of this display or short name. */
  named(text: string): string[] {
    const fits = ({ spec }: ObjectOf<typeof Department>) => spec.displayName === text || spec.shortName === text;
    return [...this.#all.values()].filter(fits).map(({ metadata }) => metadata.name);
  }

  /** From the department up to the root. */
  path(name: string): string[] {
    const path: string[] = [];
    for (let at: string | undefined = name; at && !path.includes(at); at = this.#all.get(at)?.spec.parentRef) path.push(at);
    return path;
  }

  withBelow(name: string): Set<string> {
    return new Set([...this.#all.keys(), name].filter((other) => this.path(other).includes(name)));
  }
}

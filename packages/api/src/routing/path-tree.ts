import type { CompiledMatch } from './compiled-match.ts';

/**
 * Matches of one host by path: a radix tree over the characters of paths. Built when it is first asked, then only read: of many hosts few
 * are asked for between two changes. What lies at a node is in order of precedence.
 */
export class PathTree<R> {
  readonly #matches: readonly CompiledMatch<R>[];
  #root: PathNode<R> | undefined;
  /** Those whose path is a regular expression. */
  #patterns: readonly CompiledMatch<R>[] = [];

  /** Matches come in order of precedence. */
  constructor(matches: readonly CompiledMatch<R>[]) {
    this.#matches = matches;
  }

  /** The first match, in order of precedence, whose path fits and that `applies`. */
  find<T>(path: string, request: T, applies: (match: CompiledMatch<R>, request: T) => boolean): CompiledMatch<R> | undefined {
    const best = inTree(this.#root ?? this.#build(), path, request, applies);
    for (const match of this.#patterns) {
      if (best !== undefined && best.order < match.order) return best;
      if (match.pattern?.(path) && applies(match, request)) return match;
    }
    return best;
  }

  #build(): PathNode<R> {
    const root = new PathNode<R>('');
    for (const match of this.#matches) {
      if (match.pattern) continue;
      const node = root.at(match.path);
      if (match.isExact) node.exact.push(match);
      else node.prefix.push(match);
    }
    this.#patterns = this.#matches.filter((match) => match.pattern);
    this.#root = root;
    return root;
  }
}

function inTree<T, R>(
  root: PathNode<R>,
  path: string,
  request: T,
  applies: (match: CompiledMatch<R>, request: T) => boolean,
): CompiledMatch<R> | undefined {
  let best: CompiledMatch<R> | undefined;
  let node: PathNode<R> | undefined = root;
  let at = 0;
  while (node !== undefined) {
    // A prefix is whole segments.
    if (node.prefix.length > 0 && (at === path.length || path.charCodeAt(at) === 47 || at === 0))
      best = first(node.prefix, best, request, applies);
    if (at === path.length) {
      if (node.exact.length > 0) best = first(node.exact, best, request, applies);
      return best;
    }
    const next: PathNode<R> | undefined = node.children.get(path.charCodeAt(at));
    if (next === undefined || !path.startsWith(next.edge, at)) return best;
    at += next.edge.length;
    node = next;
  }
  return best;
}

class PathNode<R> {
  edge: string;
  readonly exact: CompiledMatch<R>[] = [];
  readonly prefix: CompiledMatch<R>[] = [];
  /** By the first character of their edges. */
  children = new Map<number, PathNode<R>>();

  constructor(edge: string) {
    this.edge = edge;
  }

  /** The node of a path, made where there is none. */
  at(path: string): PathNode<R> {
    if (path === '') return this;
    const code = path.charCodeAt(0);
    const child = this.children.get(code);
    if (child === undefined) {
      const made = new PathNode<R>(path);
      this.children.set(code, made);
      return made;
    }
    let shared = 1;
    while (shared < child.edge.length && shared < path.length && child.edge.charCodeAt(shared) === path.charCodeAt(shared)) shared += 1;
    if (shared === child.edge.length) return child.at(path.slice(shared));
    const fork = new PathNode<R>(path.slice(0, shared));
    child.edge = child.edge.slice(shared);
    fork.children.set(child.edge.charCodeAt(0), child);
    this.children.set(code, fork);
    return fork.at(path.slice(shared));
  }
}

/** The one of higher precedence: `best`, or the first of these that applies. */
function first<T, R>(
  matches: readonly CompiledMatch<R>[],
  best: CompiledMatch<R> | undefined,
  request: T,
  applies: (match: CompiledMatch<R>, request: T) => boolean,
): CompiledMatch<R> | undefined {
  for (let i = 0; i < matches.length; i += 1) {
    const match = matches[i] as CompiledMatch<R>;
    if (best !== undefined && best.order < match.order) return best;
    if (applies(match, request)) return match;
  }
  return best;
}

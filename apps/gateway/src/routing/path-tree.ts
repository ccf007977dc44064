import type { CompiledMatch } from './compiled-match.ts';

/**
 * Matches of one host by path: a radix tree over the characters of paths. Built once, then only read. What lies at a node is in order of
 * precedence.
 */
export class PathTree {
  readonly #root = new PathNode('');

  /** Matches come in order of precedence. */
  constructor(matches: readonly CompiledMatch[]) {
    for (const match of matches) {
      const node = this.#root.at(match.path);
      if (match.isExact) node.exact.push(match);
      else node.prefix.push(match);
    }
  }

  /** The first match, in order of precedence, whose path fits and that `applies`. */
  find<T>(path: string, request: T, applies: (match: CompiledMatch, request: T) => boolean): CompiledMatch | undefined {
    let best: CompiledMatch | undefined;
    let node: PathNode | undefined = this.#root;
    let at = 0;
    while (node !== undefined) {
      // A prefix is whole segments.
      if (node.prefix.length > 0 && (at === path.length || path.charCodeAt(at) === 47 || at === 0))
        best = first(node.prefix, best, request, applies);
      if (at === path.length) {
        if (node.exact.length > 0) best = first(node.exact, best, request, applies);
        return best;
      }
      const next: PathNode | undefined = node.children.get(path.charCodeAt(at));
      if (next === undefined || !path.startsWith(next.edge, at)) return best;
      at += next.edge.length;
      node = next;
    }
    return best;
  }
}

class PathNode {
  edge: string;
  readonly exact: CompiledMatch[] = [];
  readonly prefix: CompiledMatch[] = [];
  /** By the first character of their edges. */
  children = new Map<number, PathNode>();

  constructor(edge: string) {
    this.edge = edge;
  }

  /** The node of a path, made where there is none. */
  at(path: string): PathNode {
    if (path === '') return this;
    const code = path.charCodeAt(0);
    const child = this.children.get(code);
    if (child === undefined) {
      const made = new PathNode(path);
      this.children.set(code, made);
      return made;
    }
    let shared = 1;
    while (shared < child.edge.length && shared < path.length && child.edge.charCodeAt(shared) === path.charCodeAt(shared)) shared += 1;
    if (shared === child.edge.length) return child.at(path.slice(shared));
    const fork = new PathNode(path.slice(0, shared));
    child.edge = child.edge.slice(shared);
    fork.children.set(child.edge.charCodeAt(0), child);
    this.children.set(code, fork);
    return fork.at(path.slice(shared));
  }
}

/** The one of higher precedence: `best`, or the first of these that applies. */
function first<T>(
  matches: readonly CompiledMatch[],
  best: CompiledMatch | undefined,
  request: T,
  applies: (match: CompiledMatch, request: T) => boolean,
): CompiledMatch | undefined {
  for (let i = 0; i < matches.length; i += 1) {
    const match = matches[i] as CompiledMatch;
    if (best !== undefined && best.order < match.order) return best;
    if (applies(match, request)) return match;
  }
  return best;
}

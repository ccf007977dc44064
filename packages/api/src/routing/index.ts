export { type AccessVerdict, accessVerdict, isOpen, mayPass } from './access-decision.ts';
export type { CompiledMatch, Routable } from './compiled-match.ts';
export { type Explanation, explainRequest } from './explain.ts';
export { inTurn } from './header-changes.ts';
export { compilePattern, PatternError } from './pattern.ts';
export { comparablePath, encodedPath, isBelow, PathError } from './request-path.ts';
export { RouteTable } from './route-table.ts';

import type { DataPlaneMatch } from '@dizuo/api';

/**
 * Sorts matches the way the Gateway API ranks them (HTTPRouteRule.matches): exact path, longest prefix, method, most headers, most
 * query parameters; then the oldest route, the earlier rule and the earlier match, which is the order given. `age` is the rank of the route.
 * Hosts come before all of this, and are the matcher's to pick.
 */
export function inOrderOfPrecedence(matches: readonly { match: DataPlaneMatch; age: number }[]): DataPlaneMatch[] {
  return [...matches]
    .sort(
      (a, b) =>
        Number(b.match.path.type === 'Exact') - Number(a.match.path.type === 'Exact') ||
        b.match.path.value.length - a.match.path.value.length ||
        Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
        b.match.headers.length - a.match.headers.length ||
        b.match.query.length - a.match.query.length ||
        a.age - b.age,
    )
    .map(({ match }) => match);
}

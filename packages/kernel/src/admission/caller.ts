import type { Principal } from '../access/principal.ts';

/** Who calls, for one request. */
export interface Caller {
  principal: Principal;
  /** The platform itself: not asked at the door, may write projections and status at creation. Never set for a request from outside. */
  trusted: boolean;
  requestId: string;
  sourceAddress?: string;
  /** A controller's term of leadership, which every one of its writes carries. */
  lease?: { name: string; epoch: number };
}

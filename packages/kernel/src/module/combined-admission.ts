import type { Kind } from '@dizuo/api';
import type { Admission } from './module.ts';

/** Asks both, the first one first: its errors come first, and it fills in first. Limits are explained by the first that can. */
export function combinedAdmission<K extends Kind>(first: Admission<K>, second: Admission<K> | undefined): Admission<K> {
  if (!second) return first;
  return {
    async default(object, context) {
      await first.default?.(object, context);
      await second.default?.(object, context);
    },
    async validate(object, context) {
      return [...((await first.validate?.(object, context)) ?? []), ...((await second.validate?.(object, context)) ?? [])];
    },
    async validateDelete(object, context) {
      return [...((await first.validateDelete?.(object, context)) ?? []), ...((await second.validateDelete?.(object, context)) ?? [])];
    },
    async accompany(object, context) {
      return [...((await first.accompany?.(object, context)) ?? []), ...((await second.accompany?.(object, context)) ?? [])];
    },
    async overQuota(exceeded, object, context) {
      return (await first.overQuota?.(exceeded, object, context)) ?? (await second.overQuota?.(exceeded, object, context));
    },
  };
}

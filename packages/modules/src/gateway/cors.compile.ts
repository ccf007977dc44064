import type { DataPlaneCors, ObjectOf, TransformPolicy } from '@dizuo/api';

type Cors = NonNullable<ObjectOf<typeof TransformPolicy>['spec']['cors']>;

/** Gateway API, HTTPCORSFilter. Pure. */
export function compileCors(cors: Cors): DataPlaneCors {
  return {
    origins: (cors.allowOrigins ?? []).map((origin) => origin.toLowerCase()).sort(),
    credentials: cors.allowCredentials ?? false,
    methods: [...(cors.allowMethods ?? [])].sort(),
    headers: [...(cors.allowHeaders ?? [])].sort(),
    exposeHeaders: [...(cors.exposeHeaders ?? [])].sort(),
    maxAgeSeconds: cors.maxAge ?? 5,
  };
}

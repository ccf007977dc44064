/** How this program runs: everything comes from the environment. */
export interface Settings {
  databaseUrl: string;
  host: string;
  port: number;
  jwksUrl: string;
  issuer: string;
  audience: string | undefined;
  /** People who hold this position decide. */
  clerkPosition: string;
  /** Path under which visitors see the application, without a slash at its end; empty at the root. */
  basePath: string;
}

/** Throws, naming every variable that is missing or wrong. Pure. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const missing = ['DATABASE_URL', 'PORT', 'DIZUO_JWKS_URL', 'DIZUO_ISSUER', 'CLERK_POSITION'].filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`set ${missing.join(', ')} in the environment`);
  const port = Number(env.PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is "${env.PORT}"; give a number from 0 to 65535`);
  const basePath = (env.BASE_PATH ?? '').replace(/\/+$/, '');
  if (basePath !== '' && !/^(\/[A-Za-z0-9._-]+)+$/.test(basePath))
    throw new Error(`BASE_PATH is "${env.BASE_PATH}"; give a path such as /permits`);
  return {
    databaseUrl: env.DATABASE_URL ?? '',
    host: env.HOST ?? '127.0.0.1',
    port,
    jwksUrl: new URL(env.DIZUO_JWKS_URL ?? '').href,
    issuer: env.DIZUO_ISSUER ?? '',
    audience: env.DIZUO_AUDIENCE || undefined,
    clerkPosition: env.CLERK_POSITION ?? '',
    basePath,
  };
}

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { badSetting } from './server.errors.ts';

/** How this process runs. Every setting comes from the command line, else from the environment, else from its default. */
export interface Settings {
  dataDirectory: string;
  host: string;
  port: number;
  gatewayPort: number;
  /** Processes of this machine's data plane (DIZUO_GATEWAY_WORKERS). */
  gatewayWorkers: number;
  /** No sample district on an empty data directory. */
  empty: boolean;
  /** An existing PostgreSQL (15 or newer) instead of the platform's own. */
  databaseUrl: string | undefined;
  /** Hosts, or host:port, on the platform's own machines that Upstreams and database scans may name (DIZUO_UPSTREAM_ALLOW, separated by commas). */
  upstreamAllow: readonly string[];
  /** The Chromium that prints pages (DIZUO_CHROMIUM); undefined: wherever the system has it. */
  chromium: string | undefined;
  logLevel: string;
}

const defaults = { host: '127.0.0.1', port: 8420, gatewayPort: 8421 };

/** Reads the settings. Throws `badSetting`, naming the setting and what it takes. Pure. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv, asRoot: boolean, home = homedir()): Settings {
  const options = readArguments(args);
  const port = readPort('--port or DIZUO_PORT', options.port ?? env.DIZUO_PORT, defaults.port);
  const gatewayPort = readPort(
    'DIZUO_GATEWAY_PORT',
    env.DIZUO_GATEWAY_PORT,
    options.port || env.DIZUO_PORT ? port + 1 : defaults.gatewayPort,
  );
  if (port === gatewayPort)
    throw badSetting({ setting: 'DIZUO_GATEWAY_PORT', why: `is ${port}, the port of the platform itself; choose another` });
  return {
    dataDirectory: resolve(options.data ?? env.DIZUO_DATA ?? defaultDataDirectory(asRoot, env, home)),
    host: options.host ?? env.DIZUO_HOST ?? defaults.host,
    port,
    gatewayPort,
    gatewayWorkers: readCount('DIZUO_GATEWAY_WORKERS', env.DIZUO_GATEWAY_WORKERS, 1),
    empty: options.empty ?? false,
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    upstreamAllow: (env.DIZUO_UPSTREAM_ALLOW ?? '')
      .split(',')
      .map((text) => text.trim())
      .filter(Boolean),
    chromium: env.DIZUO_CHROMIUM || undefined,
    logLevel: env.DIZUO_LOG_LEVEL ?? 'warn',
  };
}

/** True for addresses that only this machine reaches; beyond them everything is TLS. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function readArguments(args: readonly string[]): { data?: string; port?: string; host?: string; empty?: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, empty: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw badSetting({
      setting: 'command line',
      why: `${(error as Error).message} (known: --data DIR, --port N, --host ADDRESS, --empty)`,
    });
  }
}

function readPort(setting: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw badSetting({ setting, why: `is "${text}"; give a port number from 1 to 65535` });
  return port;
}

function readCount(setting: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^[1-9]\d?$/.test(text)) throw badSetting({ setting, why: `is "${text}"; give a number from 1 to 99` });
  return Number(text);
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (!/^postgres(ql)?:\/\//.test(text)) throw badSetting({ setting: 'DATABASE_URL', why: 'is not a postgresql:// address' });
  return text;
}

function defaultDataDirectory(asRoot: boolean, env: NodeJS.ProcessEnv, home: string): string {
  if (asRoot) return '/var/lib/dizuo';
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'dizuo');
}

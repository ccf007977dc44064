import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface GatewaySettings {
  server: string;
  caFile: string | undefined;
  credentialFile: string;
  stateDirectory: string;
  host: string;
  port: number;
  tlsCertFile: string | undefined;
  tlsKeyFile: string | undefined;
  /** Address of a collector that takes spans by OTLP over HTTP, and the share of requests that is recorded. */
  otlpUrl: string | undefined;
  traceRate: number;
  /** Processes that share the listening sockets, under one that holds them; 0: this process alone. */
  workers: number;
  /** On the loopback address, for Prometheus; absent: nothing is served there. */
  metricsPort: number | undefined;
  /** Bounds of each process, where they are set. */
  limits: { connections?: number; connectionsPerAddress?: number; requests?: number; requestsPerTenant?: number; memoryMiB?: number };
  /** Log each request. */
  accessLog: boolean;
  /** Balancers that speak the PROXY protocol: addresses or networks. */
  proxies: string[];
}

/** A setting is missing or wrong; the message says which and what it takes. */
export class SettingError extends Error {}

/** Reads the settings: command line first, then environment, then defaults. Throws `SettingError`. Pure. */
export function readGatewaySettings(args: readonly string[], env: NodeJS.ProcessEnv): GatewaySettings {
  const text = { type: 'string' } as const;
  const options = {
    server: text,
    'ca-file': text,
    'credential-file': text,
    'state-dir': text,
    host: text,
    port: text,
    'tls-cert-file': text,
    'tls-key-file': text,
    'otlp-url': text,
    'trace-rate': text,
    'access-log': text,
    workers: text,
    'metrics-port': text,
    'max-connections': text,
    'max-connections-per-address': text,
    'max-requests': text,
    'max-requests-per-tenant': text,
    'max-memory-mib': text,
    'proxy-protocol-from': text,
  };
  const { values } = parse(args, options);
  const setting = (name: keyof typeof options): string | undefined => values[name] || env[variable(name)] || undefined;
  const [tlsCertFile, tlsKeyFile] = [setting('tls-cert-file'), setting('tls-key-file')];
  if ((tlsCertFile === undefined) !== (tlsKeyFile === undefined))
    throw new SettingError('--tls-cert-file and --tls-key-file go together: give both or none');
  const traceRate = Number(setting('trace-rate') ?? 0.01);
  if (!(traceRate >= 0 && traceRate <= 1))
    throw new SettingError(`--trace-rate (DIZUO_GATEWAY_TRACE_RATE) is "${setting('trace-rate')}"; give a share from 0 to 1`);
  return {
    server: required('server', setting('server')),
    caFile: setting('ca-file'),
    credentialFile: required('credential-file', setting('credential-file')),
    stateDirectory: required('state-dir', setting('state-dir')),
    host: setting('host') ?? '127.0.0.1',
    port: portNumber('port', setting('port')) ?? 8421,
    tlsCertFile,
    tlsKeyFile,
    otlpUrl: setting('otlp-url'),
    traceRate,
    metricsPort: portNumber('metrics-port', setting('metrics-port')),
    limits: {
      ...bound('connections', 'max-connections', setting('max-connections')),
      ...bound('connectionsPerAddress', 'max-connections-per-address', setting('max-connections-per-address')),
      ...bound('requests', 'max-requests', setting('max-requests')),
      ...bound('requestsPerTenant', 'max-requests-per-tenant', setting('max-requests-per-tenant')),
      ...bound('memoryMiB', 'max-memory-mib', setting('max-memory-mib')),
    },
    workers: workerCount(setting('workers')),
    accessLog: onOrOff('access-log', setting('access-log')),
    proxies: networks('proxy-protocol-from', setting('proxy-protocol-from')),
  };
}

type Options = Record<string, { type: 'string' }>;

function parse<O extends Options>(args: readonly string[], options: O): { values: { [K in keyof O]?: string } } {
  try {
    return parseArgs({ args: [...args], options }) as unknown as { values: { [K in keyof O]?: string } };
  } catch (error) {
    throw new SettingError((error as Error).message);
  }
}

function portNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new SettingError(`--${name} (${variable(name)}) is "${value}"; give a port number`);
}

function bound<K extends string>(key: K, name: string, value: string | undefined): { [P in K]?: number } {
  if (value === undefined) return {};
  if (/^[1-9]\d{0,8}$/.test(value)) return { [key]: Number(value) } as { [P in K]: number };
  throw new SettingError(`--${name} (${variable(name)}) is "${value}"; give a whole number from 1`);
}

function variable(name: string): string {
  return `DIZUO_GATEWAY_${name.toUpperCase().replaceAll('-', '_')}`;
}

function workerCount(value = '0'): number {
  if (/^\d{1,3}$/.test(value)) return Number(value);
  throw new SettingError(`--workers is "${value}"; give a number of processes, or 0`);
}

function onOrOff(name: string, value = 'on'): boolean {
  if (value === 'on' || value === 'off') return value === 'on';
  throw new SettingError(`--${name} is "${value}"; give on or off`);
}

function networks(name: string, value = ''): string[] {
  const given = value.split(',').filter(Boolean);
  for (const network of given) {
    const [address = '', bits = '0'] = network.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    if (isIP(address) === 0 || !/^\d+$/.test(bits) || Number(bits) > most)
      throw new SettingError(`--${name} holds "${network}"; give addresses or networks as 10.0.0.0/8, separated by commas`);
  }
  return given;
}

function required(name: string, value: string | undefined): string {
  if (!value) throw new SettingError(`--${name} (${variable(name)}) is missing`);
  return value;
}

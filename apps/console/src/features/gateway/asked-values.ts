import type { AskedRequest } from '@dizuo/api';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** What the form of a request holds. */
export interface AskedValues {
  method: string;
  /** With or without scheme; the port counts where it is given. */
  url: string;
  /** `Name: value`, one on a line. */
  headers: string;
  who: 'anyone' | 'person' | 'program';
  user: string;
  category: string;
  departments: string[];
  positions: string[];
  /** `namespace/name`, or a name of the tenant. */
  consumer: string;
  /** Address that it comes from. */
  client: string;
  /** `namespace/name` that it came in by, where a namespace is asked; empty: the platform's own. */
  gateway: string;
}

export const nothingAsked: AskedValues = {
  method: 'GET',
  url: '',
  headers: '',
  who: 'anyone',
  user: '',
  category: '',
  departments: [],
  positions: [],
  consumer: '',
  client: '',
  gateway: '',
};

/** `badUrl`: no host name in it; `badHeader`: a line without a name and a colon. */
export type AskedProblem = 'badUrl' | 'badHeader';

/** The request that the values stand for, or what is wrong. `above`: a department with all above it. Pure. */
export function askedRequest(
  values: AskedValues,
  { tenant, above }: { tenant: string | undefined; above(department: string): string[] },
): AskedRequest | AskedProblem {
  const url = URL.parse(/^[a-z]+:\/\//i.test(values.url) ? values.url : `http://${values.url}`);
  if (!url?.hostname || values.url.trim() === '') return 'badUrl';
  // The port of the scheme counts too where it is written down.
  const port = url.port || /^(?:[a-z]+:\/\/)?[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(values.url.trim())?.[1];
  const headers: Record<string, string> = {};
  for (const line of values.headers.split('\n').filter((text) => text.trim() !== '')) {
    const found = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):(.*)$/.exec(line.trim());
    if (!found) return 'badHeader';
    headers[found[1] ?? ''] = (found[2] ?? '').trim();
  }
  const who = whoOf(values, tenant, above);
  return {
    host: url.hostname.toLowerCase(),
    path: `${url.pathname}${url.search}`,
    method: values.method,
    ...(port ? { port: Number(port) } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(who ? { who } : {}),
    ...(values.client.trim() ? { client: values.client.trim() } : {}),
    ...(values.gateway ? { gateway: values.gateway } : {}),
  };
}

function whoOf(values: AskedValues, tenant: string | undefined, above: (department: string) => string[]): AskedRequest['who'] {
  const { who, user, category, departments, positions, consumer } = values;
  if (who === 'program' && consumer) return { consumer: consumer.includes('/') || !tenant ? consumer : `${tenant}/${consumer}` };
  if (who !== 'person') return undefined;
  return {
    user: user.trim() || '-',
    ...(category ? { category } : {}),
    ...(departments.length > 0 ? { departments: [...new Set(departments.flatMap((d) => [d, ...above(d)]))] } : {}),
    ...(positions.length > 0 ? { positions } : {}),
  };
}

/**
 * What was pasted, read as a request: a line of the access log (JSON), a `curl` command, or an address. Undefined: none of these. Pure.
 */
export function pastedRequest(text: string): Partial<AskedValues> | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return fromLog(trimmed);
  if (/^curl\s/.test(trimmed)) return fromCurl(trimmed);
  return undefined;
}

function fromLog(line: string): Partial<AskedValues> | undefined {
  try {
    const { method, host, path } = JSON.parse(line) as Record<string, unknown>;
    if (typeof host !== 'string' || typeof path !== 'string') return undefined;
    return { method: typeof method === 'string' ? method : 'GET', url: `http://${host}${path}` };
  } catch {
    return undefined;
  }
}

function fromCurl(command: string): Partial<AskedValues> | undefined {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    (m) => m[1] ?? m[2] ?? m[3] ?? '',
  );
  const headers: string[] = [];
  let method: string | undefined;
  let sendsBody = false;
  let url: string | undefined;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-X' || word === '--request') method = words[++at];
    else if (word === '-H' || word === '--header') headers.push(words[++at] ?? '');
    else if (/^(-d|--data(-\w+)?|--json|-F|--form)$/.test(word)) {
      sendsBody = true;
      at += 1;
    } else if (word === '-I' || word === '--head') method = 'HEAD';
    else if (/^(-u|--user|-o|--output|-b|--cookie|-A|--user-agent|-e|--referer|--url|-m|--max-time|--resolve)$/.test(word)) {
      const value = words[++at];
      if (word === '--url') url = value;
    } else if (!word.startsWith('-')) url ??= word;
  }
  if (!url) return undefined;
  return { method: method ?? (sendsBody ? 'POST' : 'GET'), url, headers: headers.join('\n') };
}

/** A department's names upwards, nearest first. Pure. */
export function departmentsAbove(departments: readonly { metadata: { name: string }; spec: { parentRef?: string } }[]) {
  const parents = new Map(departments.map(({ metadata, spec }) => [metadata.name, spec.parentRef]));
  return (name: string): string[] => {
    const above: string[] = [];
    for (let next = parents.get(name); next && !above.includes(next); next = parents.get(next)) above.push(next);
    return above;
  };
}

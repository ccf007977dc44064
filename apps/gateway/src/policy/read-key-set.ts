import type { JSONWebKeySet } from 'jose';
import { Agent, request } from 'undici';
import type { Connector } from '../proxy/connector.ts';

const waitMs = 5000;
const largest = 256 * 1024;

/**
 * Reads published key sets. Their addresses are written by tenants: closed networks are not asked, redirections not followed, and what is
 * no key set, too large or too slow is an error.
 */
export function keySetReader(connector: Connector): (uri: string) => Promise<JSONWebKeySet> {
  return async (uri) => {
    const { hostname, port, protocol } = new URL(uri);
    const lookup = connector.lookupFor(hostname.replace(/^\[|\]$/g, ''), Number(port) || (protocol === 'https:' ? 443 : 80));
    const agent = new Agent({ connect: { timeout: waitMs, ...(lookup ? { lookup } : {}) }, maxResponseSize: largest });
    try {
      const { statusCode, body } = await request(uri, {
        dispatcher: agent,
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(waitMs),
      });
      if (statusCode !== 200) throw new Error(`${uri} answered ${statusCode}`);
      const found = (await body.json()) as { keys?: unknown };
      if (!Array.isArray(found?.keys)) throw new Error(`${uri} is no key set`);
      return found as JSONWebKeySet;
    } finally {
      await agent.destroy();
    }
  };
}

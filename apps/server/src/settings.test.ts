import { describe, expect, it } from 'vitest';
import { isLoopback, readSettings } from './settings.ts';

const read = (args: string[], env: NodeJS.ProcessEnv = {}, asRoot = false) => readSettings(args, env, asRoot, '/home/someone');

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(read([])).toMatchObject({ host: '127.0.0.1', port: 8420, gatewayPort: 8421, empty: false, databaseUrl: undefined });
  });

  it.each([
    [false, {} as NodeJS.ProcessEnv, '/home/someone/.local/share/dizuo', 'a person keeps data at home'],
    [false, { XDG_DATA_HOME: '/srv/data' }, '/srv/data/dizuo', 'the desktop standard moves it'],
    [true, {}, '/var/lib/dizuo', 'a service keeps data where services do'],
  ])('data directory, root %s, %o → %s: %s', (asRoot, env, expected, _why) => {
    expect(read([], env, asRoot).dataDirectory).toBe(expected);
  });

  it('prefers the command line to the environment', () => {
    const settings = read(['--port', '9000', '--data', '/tmp/a', '--host', '0.0.0.0', '--empty'], {
      DIZUO_PORT: '1',
      DIZUO_DATA: '/tmp/b',
    });
    expect(settings).toMatchObject({ port: 9000, gatewayPort: 9001, dataDirectory: '/tmp/a', host: '0.0.0.0', empty: true });
  });

  it.each([
    [['--port', 'http'], {}, /--port or DIZUO_PORT is "http"; give a port number/],
    [['--port', '70000'], {}, /from 1 to 65535/],
    [[], { DIZUO_GATEWAY_PORT: '8420' }, /the port of the platform itself/],
    [[], { DATABASE_URL: 'mysql://x' }, /not a postgresql:\/\/ address/],
    [['--colour'], {}, /known: --data DIR/],
  ])('refuses %o %o with the way out', (args, env, message) => {
    expect(() => read(args, env)).toThrow(message);
  });

  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
  ])('%s loopback: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

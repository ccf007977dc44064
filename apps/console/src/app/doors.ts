import { holds, holdsPlatformRole, type Session } from '../data/session.ts';
import type { WordKey } from '../i18n/use-words.ts';

export type DoorName = 'work' | 'dev' | 'ops' | 'gov';

export interface MenuItem {
  path: string;
  word: WordKey;
  icon: IconName;
  /** Items with the same heading stand together. */
  heading?: WordKey;
}
export type IconName =
  | 'market'
  | 'order'
  | 'decision'
  | 'plan'
  | 'project'
  | 'instance'
  | 'application'
  | 'route'
  | 'upstream'
  | 'topology'
  | 'traffic'
  | 'gateway'
  | 'certificate'
  | 'member'
  | 'policy'
  | 'consumer'
  | 'inbox'
  | 'tenant'
  | 'organisation'
  | 'audit'
  | 'assessment'
  | 'cockpit'
  | 'rules'
  | 'system'
  | 'ledger'
  | 'large'
  | 'survey'
  | 'discovery'
  | 'package'
  | 'work';

export interface Door {
  name: DoorName;
  path: string;
  items: MenuItem[];
}

/** The doors that a person's roles open, each with what is behind it. The server decides again on every request. */
export function doorsOf(session: Session, tenant: string | undefined): Door[] {
  const doors: (Door | false)[] = [
    { name: 'work', path: '/work', items: workItems(session) },
    tenant !== undefined && { name: 'dev', path: `/dev/${tenant}/applications`, items: developItems(`/dev/${tenant}`) },
    holds(session, 'operator') && { name: 'ops', path: '/ops/inbox', items: operateItems },
    (holdsPlatformRole(session) || keepsATenant(session)) && governDoor(session),
  ];
  return doors.filter((door): door is Door => door !== false && door.items.length > 0);
}

/** Whoever belongs to a tenant may be given something to decide, sign or change. The operator's inbox is among the other work of the centre. */
function workItems(session: Session): MenuItem[] {
  const bench: MenuItem = { path: '/work', word: 'app.door.work', icon: 'work' };
  if (holds(session, 'operator') || session.tenants.length === 0) return [bench];
  return [bench, { path: '/workbench/inbox', word: 'app.menu.inbox', icon: 'inbox' }];
}

function developItems(base: string): MenuItem[] {
  return [
    { path: `${base}/market`, word: 'app.menu.market', icon: 'market', heading: 'app.menu.components' },
    { path: `${base}/orders`, word: 'app.menu.orders', icon: 'order', heading: 'app.menu.components' },
    { path: `${base}/instances`, word: 'app.menu.instances', icon: 'instance', heading: 'app.menu.components' },
    { path: `${base}/applications`, word: 'app.menu.applications', icon: 'application', heading: 'app.menu.apps' },
    { path: `${base}/routes`, word: 'app.menu.routes', icon: 'route', heading: 'app.menu.apps' },
    { path: `${base}/upstreams`, word: 'app.menu.upstreams', icon: 'upstream', heading: 'app.menu.apps' },
    { path: `${base}/policies`, word: 'app.menu.policies', icon: 'policy', heading: 'app.menu.apps' },
    { path: `${base}/consumers`, word: 'app.menu.consumers', icon: 'consumer', heading: 'app.menu.apps' },
    { path: `${base}/traffic`, word: 'app.menu.traffic', icon: 'traffic', heading: 'app.menu.apps' },
    { path: `${base}/certificates`, word: 'app.menu.certificates', icon: 'certificate', heading: 'app.menu.apps' },
    { path: `${base}/topology`, word: 'app.menu.topology', icon: 'topology', heading: 'app.menu.apps' },
    { path: `${base}/members`, word: 'app.menu.members', icon: 'member', heading: 'app.tenant' },
  ];
}

const operateItems: MenuItem[] = [
  { path: '/ops/inbox', word: 'app.menu.inbox', icon: 'inbox' },
  { path: '/ops/tenants', word: 'app.menu.tenants', icon: 'tenant' },
  { path: '/ops/catalog', word: 'app.menu.catalog', icon: 'market' },
  { path: '/ops/traffic', word: 'app.menu.traffic', icon: 'traffic', heading: 'app.menu.gateway' },
  { path: '/ops/gateways', word: 'app.menu.gateways', icon: 'gateway', heading: 'app.menu.gateway' },
  { path: '/ops/certificates', word: 'app.menu.certificates', icon: 'certificate', heading: 'app.menu.gateway' },
];

const integrationItems: MenuItem[] = [
  { path: '/gov/cockpit', word: 'app.menu.cockpit', icon: 'cockpit', heading: 'app.menu.integration' },
  { path: '/gov/systems', word: 'app.menu.systems', icon: 'system', heading: 'app.menu.integration' },
  { path: '/gov/discovery', word: 'app.menu.discovery', icon: 'discovery', heading: 'app.menu.integration' },
  { path: '/gov/ledgers', word: 'app.menu.ledgers', icon: 'ledger', heading: 'app.menu.integration' },
  { path: '/gov/large-systems', word: 'app.menu.largeSystems', icon: 'large', heading: 'app.menu.integration' },
  { path: '/gov/surveys', word: 'app.menu.surveys', icon: 'survey', heading: 'app.menu.integration' },
  { path: '/gov/assessment', word: 'app.menu.assessment', icon: 'assessment', heading: 'app.menu.integration' },
  { path: '/gov/decisions', word: 'app.menu.decisions', icon: 'decision', heading: 'app.menu.integration' },
  { path: '/gov/plan', word: 'app.menu.plan', icon: 'plan', heading: 'app.menu.integration' },
  { path: '/gov/projects', word: 'app.menu.projects', icon: 'project', heading: 'app.menu.integration' },
  { path: '/gov/dependencies', word: 'app.menu.dependencies', icon: 'topology', heading: 'app.menu.integration' },
];
const packageItem: MenuItem = { path: '/gov/package', word: 'app.menu.package', icon: 'package', heading: 'app.menu.integration' };
const rulesItem: MenuItem = { path: '/gov/rules', word: 'app.menu.rules', icon: 'rules', heading: 'app.menu.integration' };

/** A tenant-admin sees the integration of the own tenants. */
function keepsATenant(session: Session): boolean {
  return session.tenants.some(({ name }) => holds(session, 'tenant-admin', name));
}

function governDoor(session: Session): Door {
  const administers = holds(session, 'system-admin') || holds(session, 'security-admin') || holds(session, 'operator');
  const items: MenuItem[] = [];
  const oversees = holds(session, 'operator') || holds(session, 'leader');
  if (oversees || keepsATenant(session)) items.push(...integrationItems);
  if (oversees) items.push(rulesItem);
  if (holds(session, 'operator')) items.push(packageItem);
  if (administers)
    items.push({ path: '/gov/organisation', word: 'app.menu.organisation', icon: 'organisation', heading: 'app.menu.administration' });
  if (holds(session, 'security-admin'))
    items.push({ path: '/gov/grants', word: 'app.menu.grants', icon: 'member', heading: 'app.menu.administration' });
  if (holds(session, 'audit-admin'))
    items.push({ path: '/gov/audit', word: 'app.menu.audit', icon: 'audit', heading: 'app.menu.administration' });
  return { name: 'gov', path: items[0]?.path ?? '/gov', items };
}

/** The tenant whose things are shown: the one in the address, else the one looked at last, else the first. */
export function tenantOf(session: Session, pathname: string, last: string | null): string | undefined {
  const named = /^\/dev\/([^/]+)/.exec(pathname)?.[1];
  if (named) return named;
  return session.tenants.find((t) => t.name === last)?.name ?? session.tenants[0]?.name;
}

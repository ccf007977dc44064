import type { ObjectOf, Sentence, Step } from '@dizuo/api';
import { type Disposition, say } from '@dizuo/api';

export type DispositionObject = ObjectOf<typeof Disposition>;

/** What is known of the world that a disposition is carried out in. */
export interface DispositionFacts {
  /** Dispositions that must be done first and are not. */
  waitsFor: string[];
  /** The old system still runs. */
  oldRuns: boolean;
  /** connect: its three objects at the gateway, and whether the gateway took the route. */
  published?: { made: boolean; taken: string | undefined; accepted: boolean };
  /** connect: when its route last carried a request that was answered. */
  carriedAt?: Date | undefined;
  /** The last request that the gateway carried to the system by any route. */
  lastSeenAt?: string;
  now: Date;
  /** merge: an application is the module, and runs. */
  module?: { application: string | undefined; runs: boolean; joined: boolean };
  /** The address where it stands cannot be read. */
  addressProblem?: Sentence;
}

export interface DispositionProgress {
  phase: 'Decided' | 'InProgress' | 'Done' | 'Failed';
  steps: Step[];
}

type State = Step['state'];
type Told = { state: State; message?: Sentence };

const done: Told = { state: 'Succeeded' };
const waits = (message: Sentence): Told => ({ state: 'Running', message });
const later: Told = { state: 'Pending' };

/** How far a decided disposition is, from real objects. Pure. */
export function dispositionProgress(disposition: DispositionObject, facts: DispositionFacts): DispositionProgress {
  const steps: [name: string, zh: string, en: string, told: Told][] = [];
  const first: Told = facts.waitsFor.length > 0 ? waits(say('DispositionWaits')`waits for ${facts.waitsFor.join(', ')}`) : done;
  steps.push(['dependencies', '前置方案完成', 'What must be done first', first]);
  const ready = first === done;
  const { way } = disposition.spec;
  if (way === 'connect') steps.push(...connectSteps(disposition, facts, ready));
  if (way === 'merge') steps.push(...mergeSteps(facts, ready));
  if (way === 'retire') {
    steps.push(...retireSteps(facts, ready));
  }
  const failed = steps.some(([, , , told]) => told.state === 'Failed');
  const allDone = steps.every(([, , , told]) => told.state === 'Succeeded');
  const phase = failed ? 'Failed' : allDone ? 'Done' : ready ? 'InProgress' : 'Decided';
  return {
    phase,
    steps: steps.map(([name, zh, en, { state, message }]) => ({
      name,
      title: { zh, en },
      state,
      ...(message ? { message: String(message), said: message.said } : {}),
    })),
  };
}

function connectSteps(
  disposition: DispositionObject,
  { published, carriedAt, addressProblem }: DispositionFacts,
  ready: boolean,
): [string, string, string, Told][] {
  const make = (): Told => {
    if (!ready) return later;
    if (addressProblem) return { state: 'Failed', message: addressProblem };
    if (published?.taken) {
      const message = say('ConnectNameTaken')`${published.taken} is there already and belongs to something else; rename or delete it`;
      return { state: 'Failed', message };
    }
    return published?.made ? done : waits(say('ConnectBeingMade')`is being entered at the gateway`);
  };
  const made = make();
  const accepted =
    made !== done ? later : published?.accepted ? done : waits(say('ConnectNotAccepted')`waits for the gateway to take the route`);
  // What the gateway saw is kept for a day; that people came stays true.
  const before = disposition.status?.steps?.find(({ name }) => name === 'traffic')?.state === 'Succeeded';
  const carried = carriedAt !== undefined || before;
  const traffic =
    accepted !== done
      ? later
      : carried
        ? done
        : waits(say('ConnectNoTraffic')`nobody has come through the gateway yet; tell its users the new address`);
  return [
    ['publish', '在网关登记', 'Enter it at the gateway', made],
    ['accepted', '网关生效', 'The gateway takes it', accepted],
    ['traffic', '有访问流量', 'People come through the gateway', traffic],
  ];
}

/** Seen within so long, a system is still used, whatever is said of it. */
const quietMs = 24 * 3_600_000;

function retireSteps({ oldRuns, lastSeenAt, now }: DispositionFacts, ready: boolean): [string, string, string, Told][] {
  const told = oldRuns ? waits(say('RetireTheOld')`switch the system off, then set its lifecycle to retired`) : done;
  const off = ready ? told : later;
  const isSeen = lastSeenAt !== undefined && now.getTime() - Date.parse(lastSeenAt) < quietMs;
  const seen = waits(say('RetireStillUsed')`people still came through the gateway within a day (${lastSeenAt ?? ''}); take its route away`);
  return [
    ['retire', '下线旧系统', 'Switch it off', off],
    ['quiet', '不再有访问流量', 'Nobody comes to it any more', off !== done ? later : isSeen ? seen : done],
  ];
}

function mergeSteps({ module, oldRuns }: DispositionFacts, ready: boolean): [string, string, string, Told][] {
  const runs = (): Told => {
    if (!ready) return later;
    if (!module?.application)
      return waits(say('MergeNoApplication')`no application is that module yet: create one, and choose the large system and module in it`);
    return module.runs ? done : waits(say('MergeNotRunning')`application ${module.application} does not run yet`);
  };
  const running = runs();
  const joined = running !== done ? later : module?.joined ? done : waits(say('MergeJoining')`is being entered as a module`);
  const off =
    joined !== done ? later : oldRuns ? waits(say('RetireTheOld')`switch the system off, then set its lifecycle to retired`) : done;
  return [
    ['module', '模块在平台运行', 'The module runs on the platform', running],
    ['join', '系统并入大系统', 'The system joins the large system', joined],
    ['retire', '下线旧系统', 'Switch the old one off', off],
  ];
}

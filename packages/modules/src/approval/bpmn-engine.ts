import { type Sentence, say } from '@dizuo/api';
import * as elements from 'bpmn-elements';
// @ts-expect-error the package's main entry brings no types
import { BpmnModdle } from 'bpmn-moddle';
import serializer, { TypeResolver } from 'moddle-context-serializer';
import { conditionLanguage } from './condition-language.ts';

/** Version of the engine whose states are stored: a state made by another major version is not read. */
export const engineVersion = 'bpmn-elements/17';

/** A user task that waits, as its diagram describes it. */
export interface WaitingTask {
  elementId: string;
  name: string;
  englishName?: string;
  /** Tells this visit of the element from an earlier one. */
  executionId: string;
  candidateRoles: string[];
  candidateUsers: string[];
  outcomes: string[];
}

export interface ProcessStep {
  /** Serialised state to go on from. */
  state: unknown;
  waiting: WaitingTask[];
  ended: boolean;
  /** Outcome of the end event that was reached. */
  outcome?: string;
}

export interface ProcessEvent {
  elementId: string;
  executionId: string;
  outcome: string;
}

/** What a parsed process is made of. */
interface ParsedProcess {
  serialized: never;
  attributes: Map<string, Record<string, string>>;
  problems: Sentence[];
}

// Declared as a plain function, but made with `new`.
const EngineContext = elements.Context as unknown as new (definition: never, environment: unknown) => unknown;
const Moddle = BpmnModdle as new () => { fromXML(xml: string): Promise<unknown> };
const parsed = new Map<string, Promise<ParsedProcess>>();
const mostParsed = 200;

/**
 * BPMN 2.0 as a step function: apply one event to a state, run until nothing moves, return the new state. It acts on nothing else;
 * what has to happen in the world is the caller's, in the same commit as the state.
 */
export async function step(bpmn: string, variables: Record<string, string>, state?: unknown, event?: ProcessEvent): Promise<ProcessStep> {
  const { serialized, attributes } = await parse(bpmn);
  const environment = new elements.Environment({
    variables: { ...variables, ...(event ? { outcome: event.outcome } : {}) },
    expressions: conditionLanguage as never,
    Logger: silent as never,
  });
  const definition = new elements.Definition(new EngineContext(serialized, environment) as never);
  if (state) {
    definition.recover(state as never);
    // A state carries the variables of its time, in the definition and in each process; those of this event take their place.
    for (const { environment: own } of [definition, ...definition.getProcesses()]) {
      Object.assign(own.variables, variables, event ? { outcome: event.outcome } : {});
    }
    definition.resume();
  } else {
    definition.run();
  }
  if (event) definition.signal({ id: event.elementId, executionId: event.executionId });
  const ended = !definition.isRunning;
  const waiting = ended ? [] : waitingTasks(definition, attributes, variables);
  const outcome = ended ? reachedEnd(definition, attributes) : undefined;
  const next = JSON.parse(JSON.stringify(definition.getState()));
  definition.stop();
  return { state: next, waiting, ended, ...(outcome ? { outcome } : {}) };
}

/** What keeps the text from being run; empty: nothing. */
export async function bpmnProblems(bpmn: string): Promise<Sentence[]> {
  return (await parse(bpmn)).problems;
}

function parse(bpmn: string): Promise<ParsedProcess> {
  let result = parsed.get(bpmn);
  if (!result) {
    result = parseAnew(bpmn);
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(bpmn, result);
  }
  return result;
}

interface ModdleElement {
  $type: string;
  id: string;
  isExecutable?: boolean;
  flowElements?: ModdleElement[];
  rootElements?: ModdleElement[];
  $attrs?: Record<string, string>;
}

async function parseAnew(bpmn: string): Promise<ParsedProcess> {
  const attributes = new Map<string, Record<string, string>>();
  let context: { rootElement: ModdleElement; warnings: { message: string }[] };
  try {
    context = (await new Moddle().fromXML(bpmn)) as never;
  } catch (error) {
    return {
      serialized: undefined as never,
      attributes,
      problems: [say('BpmnUnreadable')`not BPMN 2.0: ${(error as Error).message.split('\n')[0]}`],
    };
  }
  const processes = (context.rootElement.rootElements ?? []).filter((element) => element.$type === 'bpmn:Process');
  const problems = processProblems(processes);
  for (const element of processes.flatMap((process) => process.flowElements ?? [])) attributes.set(element.id, element.$attrs ?? {});
  return { serialized: serializer(context as never, TypeResolver(elements as never)) as never, attributes, problems };
}

const runnable = new Set([
  'bpmn:StartEvent',
  'bpmn:EndEvent',
  'bpmn:UserTask',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:InclusiveGateway',
  'bpmn:SequenceFlow',
]);

function processProblems(processes: readonly ModdleElement[]): Sentence[] {
  const executable = processes.filter((process) => process.isExecutable);
  if (executable.length !== 1)
    return [say('BpmnNotOneProcess')`the text must hold one process with isExecutable="true", not ${executable.length}`];
  const flow = executable[0]?.flowElements ?? [];
  const problems: Sentence[] = [];
  for (const element of flow) {
    if (!runnable.has(element.$type))
      problems.push(say('BpmnElementNotRun')`${element.id}: ${element.$type} is not run here; use user tasks, gateways and plain events`);
    if (element.$type === 'bpmn:UserTask' && !attribute(element, 'candidateRoles') && !attribute(element, 'candidateUsers')) {
      problems.push(say('BpmnNoCandidates')`${element.id}: dizuo:candidateRoles or dizuo:candidateUsers must say who decides`);
    }
  }
  if (!flow.some((element) => element.$type === 'bpmn:EndEvent')) problems.push(say('BpmnNoEnd')`the process never ends: add an end event`);
  return problems;
}

function attribute(element: ModdleElement, name: string): string | undefined {
  return element.$attrs?.[`dizuo:${name}`];
}

interface RunningDefinition {
  getPostponed(): { id: string; name?: string; type: string; executionId?: string; content: { executionId: string } }[];
  getProcesses(): { getActivities(): { id: string; counters: { taken: number } }[] }[];
}

function waitingTasks(
  definition: unknown,
  attributes: ReadonlyMap<string, Record<string, string>>,
  variables: Record<string, string>,
): WaitingTask[] {
  return (definition as RunningDefinition)
    .getPostponed()
    .filter((api) => api.type === 'bpmn:UserTask')
    .map((api) => {
      const own = attributes.get(api.id) ?? {};
      const list = (name: string) =>
        (own[`dizuo:${name}`] ?? '')
          .split(',')
          .flatMap((word) =>
            word
              .trim()
              .replace(/^\$\{(\w+)\}$/, (_all, variable: string) => variables[variable] ?? '')
              .split(','),
          )
          .filter(Boolean);
      const outcomes = list('outcomes');
      return {
        elementId: api.id,
        name: api.name ?? api.id,
        ...(own['dizuo:englishName'] ? { englishName: own['dizuo:englishName'] } : {}),
        executionId: api.executionId ?? api.content.executionId,
        candidateRoles: list('candidateRoles'),
        candidateUsers: list('candidateUsers'),
        outcomes: outcomes.length > 0 ? outcomes : ['approve', 'reject'],
      };
    });
}

function reachedEnd(definition: unknown, attributes: ReadonlyMap<string, Record<string, string>>): string | undefined {
  for (const process of (definition as RunningDefinition).getProcesses()) {
    for (const activity of process.getActivities()) {
      const outcome = attributes.get(activity.id)?.['dizuo:outcome'];
      if (outcome && activity.counters.taken > 0) return outcome;
    }
  }
  return undefined;
}

const nothing = () => {};
const silent = () => ({ debug: nothing, error: nothing, warn: nothing });

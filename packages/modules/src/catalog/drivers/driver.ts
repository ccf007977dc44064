import type { Broker, LocalizedText, ObjectOf, ServiceBinding, ServiceInstance, ServicePlan, Text } from '@dizuo/api';

export type BrokerObject = ObjectOf<typeof Broker>;
export type InstanceObject = ObjectOf<typeof ServiceInstance>;
export type BindingObject = ObjectOf<typeof ServiceBinding>;
export type PlanObject = ObjectOf<typeof ServicePlan>;

/** What one step works on. */
export interface StepContext {
  broker: BrokerObject;
  plan: PlanObject;
  instance: InstanceObject;
  /** Only for steps of a binding. */
  binding?: BindingObject;
  /** Credentials of the binding, decided before the first step that uses them and the same at every attempt. */
  credentials?: Credentials;
  /** Ends the process here when a test asks for it. */
  crashPoint(name: string): void;
  signal: AbortSignal;
}

/** What an application needs to reach the component. */
export interface Credentials {
  host: string;
  port: string;
  database: string;
  username: string;
  password: string;
  uri: string;
}

/** One step of a delivery. Idempotent: it may be repeated after a crash at any line. */
export interface DriverStep {
  name: string;
  title: LocalizedText;
  /** Returns what was done, for people; never a secret. */
  run(context: StepContext): Promise<Text>;
}

/** How it stands with a delivered instance, looked at on a clock. */
export interface InstanceHealth {
  healthy: boolean;
  reason: string;
  message: Text;
}

/** Delivers components of one sort. Names of what it makes are derived from the objects' uids, so that repeating finds what was made. */
export interface ServiceDriver {
  name: string;
  /** Brings the server up, or adopts it, and says where it is. */
  ensureServer(broker: BrokerObject): Promise<{ host: string; port: number; version: string }>;
  /** Stops looking after a server whose broker is gone. */
  stopServer(broker: string): Promise<void>;
  /** Stops all its servers, when the platform stops. */
  stop(): Promise<void>;
  provision: readonly DriverStep[];
  bind: readonly DriverStep[];
  endpoint(instance: InstanceObject, broker: BrokerObject): { host: string; port: number; database: string };
  /** New credentials for a binding: user name derived, password random. */
  newCredentials(binding: BindingObject, instance: InstanceObject, broker: BrokerObject): Credentials;
  unbind(context: StepContext): Promise<void>;
  deprovision(context: StepContext): Promise<void>;
  /** Looks after limits that the server cannot hold by itself. */
  examine(context: StepContext): Promise<InstanceHealth>;
}

import type { OutgoingHttpHeaders } from 'node:http2';
import type { DataPlaneBackend, VisitorClaims } from '@dizuo/api';
import type { Endpoint } from '../balance/endpoint-set.ts';
import { BodyScanner } from '../http/body-scanner.ts';
import type { Header } from '../http/message-head.ts';
import { RequestHead } from '../http/request-head.ts';
import type { TraceContext } from '../observe/trace-context.ts';
import type { CompiledRule, CompiledShare } from '../routing/compiled-rule.ts';
import type { Downstream } from './downstream.ts';
import type { Problem } from './problem-page.ts';

/** What is known of a request: who asks for what, where it goes, and how it ended. Found out on its way, forgotten at its end. */
export class RequestFacts {
  readonly head = new RequestHead();
  readonly requestBody = new BodyScanner();
  client!: Downstream;
  /** See `comparablePath`. */
  path = '/';
  requestId = '';
  /** On `performance.now()`; 0 where nobody asks how long it took. */
  startedAt = 0;
  rule: CompiledRule | undefined;
  /** Of the rule's traffic: whose header filters are in force. */
  share: CompiledShare | undefined;
  backend: DataPlaneBackend | undefined;
  /** The replica that the client's session belongs to. */
  preferred: Endpoint | undefined;
  endpoint: Endpoint | undefined;
  /** Fields that the gateway adds to the answer. */
  answerHeaders: readonly Header[] | undefined;
  status = 0;
  /** What the gateway itself answered with. */
  told: Problem | undefined;
  retries = 0;
  why: string | undefined;
  user: string | undefined;
  /** The person with that name. */
  visitor: VisitorClaims | undefined;
  /** A program that proved who it is, for limits and figures. */
  caller: string | undefined;
  /** Of the visitor, that of the active appointment first, with those above; or the one that the program calls for. */
  departments: readonly string[] | undefined;
  /** What the backend does not see: a field (lower case) and a parameter of the query that bear an API key. */
  hiddenField: string | undefined;
  hiddenParameter: string | undefined;
  trace: TraceContext | undefined;
  /** The limit that refused it. */
  limitedBy: string | undefined;
  /** Whose bound of requests under way it counts against. */
  tenant: string | undefined;
  bytesIn = 0;
  bytesOut = 0;
  /** After the answer's body; only HTTP/2 carries them on. */
  trailers: OutgoingHttpHeaders | undefined;
  mayHaveTrailers = false;
  isTunnel = false;
  hasAnswer = false;

  /** Of the listener that the request came in at; undefined where it has no fixed one. */
  get port(): number | undefined {
    return this.client.port || undefined;
  }

  protected forget(): void {
    this.rule = undefined;
    this.share = undefined;
    this.preferred = undefined;
    this.backend = undefined;
    this.endpoint = undefined;
    this.answerHeaders = undefined;
    this.retries = 0;
    this.told = undefined;
    this.why = undefined;
    this.user = undefined;
    this.visitor = undefined;
    this.caller = undefined;
    this.departments = undefined;
    this.hiddenField = undefined;
    this.hiddenParameter = undefined;
    this.trace = undefined;
    this.limitedBy = undefined;
    this.tenant = undefined;
    this.bytesOut = 0;
    this.trailers = undefined;
    this.mayHaveTrailers = false;
    this.isTunnel = false;
    this.hasAnswer = false;
  }
}

/** The part of oidc-provider that is used here: the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    proxy: boolean;
    Grant: new (grant: {
      clientId: string;
      accountId: string;
    }) => { addOIDCScope(scope: string): void; save(): Promise<string> };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ uid: string; prompt: { name: string } }>;
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login?: { accountId: string } },
      options?: { mergeWithLastSubmission: boolean },
    ): Promise<string>;
    on(event: string, listener: (...values: never[]) => void): void;
  }
  export default Provider;
  export const errors: { SessionNotFound: new () => Error };
}

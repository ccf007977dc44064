import { defineError, say } from '@dizuo/api';

export const gatewayOnly = defineError<object>('GatewayOnly', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: () =>
    say('DataPlaneOnly')`this address is for data planes: send the credential that the platform gave the gateway as a bearer token`,
});
export const gatewayCredentialRefused = defineError<object>('GatewayCredentialRefused', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: () => say('GatewayCredentialUnknown')`this gateway credential is not known or was withdrawn; start the gateway with a new one`,
});
export const signInCodeRefused = defineError<object>('SignInCodeRefused', {
  family: 'user',
  status: 400,
  reason: 'BadRequest',
  message: () =>
    say(
      'VisitorCodeInvalid',
    )`the sign-in code is not valid for this host: it holds for 60 seconds and for one use; open the application again`,
});
export const visitorSessionEnded = defineError<object>('VisitorSessionEnded', {
  family: 'user',
  status: 401,
  reason: 'Unauthorized',
  message: () => say('VisitorSessionEnded')`the session has ended; sign in again`,
});
export const unknownGatewayHost = defineError<{ host: string }>('UnknownGatewayHost', {
  family: 'user',
  status: 400,
  reason: 'BadRequest',
  message: (d) => say('HostNotPublished')`no route publishes ${d.host}: the application's address is wrong, or its route is not accepted`,
});
export const gatewayNotServed = defineError<{ gateway: string }>('GatewayNotServed', {
  family: 'user',
  status: 404,
  reason: 'NotFound',
  message: (d) => say('GatewayNotServed')`Gateway ${d.gateway} is not served by this platform; name one of class dizuo`,
});
export const pathNotComparable = defineError<{ why: string }>('PathNotComparable', {
  family: 'user',
  status: 400,
  reason: 'BadRequest',
  message: (d) => say('PathNotComparable')`the gateway refuses this path: ${d.why}`,
});
export const outboundClosed = defineError<{ host: string }>('OutboundClosed', {
  family: 'user',
  status: 403,
  reason: 'Forbidden',
  message: (d) =>
    say(
      'OutboundClosed',
    )`${d.host} leads to the platform's own machines or to a metadata service; ask the operator to allow it (DIZUO_UPSTREAM_ALLOW)`,
});

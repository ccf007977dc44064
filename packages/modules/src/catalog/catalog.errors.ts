import { defineError, say, type Text } from '@dizuo/api';

export const serverDown = defineError<{ broker: string; why: Text }>('ComponentServerDown', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) => say('ComponentServerDown')`the server of broker ${d.broker} does not answer: ${d.why}`,
});

export const roundTripFailed = defineError<Record<never, never>>('RoundTripFailed', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: () => say('RoundTripFailed')`what was written did not come back`,
});

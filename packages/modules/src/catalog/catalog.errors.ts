import { defineError } from '@dizuo/api';

export const serverDown = defineError<{ broker: string; why: string }>('ComponentServerDown', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) => `the server of broker ${d.broker} does not answer: ${d.why}; it is tried again by itself`,
});

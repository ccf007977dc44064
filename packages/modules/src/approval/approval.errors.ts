import { defineError, say } from '@dizuo/api';

export const engineTooOld = defineError<{ name: string; engine: string }>('ProcessEngineChanged', {
  family: 'operational',
  status: 500,
  reason: 'InternalError',
  message: (d) =>
    say('ProcessEngineUnknown')`process ${d.name} was begun with ${d.engine}, which this server does not run; end it and start it again`,
});

import { defineError, say, type Text } from '@dizuo/api';

export const printingUnavailable = defineError<{ why: Text }>('PrintingUnavailable', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) =>
    say(
      'PrintingUnavailable',
    )`no PDF can be made here: ${d.why}; print the page with your own browser, or have the operator install Chromium`,
});

export const printingBusy = defineError<{ waiting: number }>('PrintingBusy', {
  family: 'user',
  status: 429,
  reason: 'TooManyRequests',
  message: (d) => say('PrintingBusy')`${d.waiting} pages wait to be printed already; try again in a minute`,
});

export const printingTooSlow = defineError<{ seconds: number }>('PrintingTooSlow', {
  family: 'operational',
  status: 504,
  reason: 'Timeout',
  message: (d) =>
    say('PrintingTooSlow')`the page was not ready to be printed within ${d.seconds} seconds; try again, or print it with your own browser`,
});

/** The page could not be shown to this caller; the answer has the status that the page's own request got. */
export const pageNotPrintable = defineError<{ why: Text }>('PageNotPrintable', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => say('PageNotPrintable')`the page cannot be printed: ${d.why}`,
});

import { defineError } from '@dizuo/api';

export const printingUnavailable = defineError<{ why: string }>('PrintingUnavailable', {
  family: 'operational',
  status: 503,
  reason: 'ServiceUnavailable',
  message: (d) => `no PDF can be made here: ${d.why}; print the page with your own browser, or have the operator install Chromium`,
});

export const printingBusy = defineError<{ waiting: number }>('PrintingBusy', {
  family: 'user',
  status: 429,
  reason: 'TooManyRequests',
  message: (d) => `${d.waiting} pages wait to be printed already; try again in a minute`,
});

export const printingTooSlow = defineError<{ seconds: number }>('PrintingTooSlow', {
  family: 'operational',
  status: 504,
  reason: 'Timeout',
  message: (d) => `the page was not ready to be printed within ${d.seconds} seconds; try again, or print it with your own browser`,
});

/** The page could not be shown to this caller; the answer has the status that the page's own request got. */
export const pageNotPrintable = defineError<{ why: string }>('PageNotPrintable', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => `the page cannot be printed: ${d.why}`,
});

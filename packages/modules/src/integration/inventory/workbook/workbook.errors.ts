import { defineError, say, type Text } from '@dizuo/api';

export const workbookUnreadable = defineError<{ why: Text }>('WorkbookUnreadable', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => say('WorkbookUnreadable')`the file cannot be read as a workbook: ${d.why}`,
});
export const workbookTooLarge = defineError<{ what: string; limit: number }>('WorkbookTooLarge', {
  family: 'user',
  status: 413,
  reason: 'RequestEntityTooLarge',
  message: (d) => say('WorkbookTooLarge')`the workbook is too large: at most ${d.limit} ${d.what}; divide it into several`,
});
export const importUndecided = defineError<{ rows: number }>('ImportUndecided', {
  family: 'user',
  status: 409,
  reason: 'Conflict',
  message: (d) => say('ImportUndecided')`${d.rows} rows may be systems that are there already; decide on each before importing`,
});
export const importHasErrors = defineError<{ cells: number }>('ImportHasErrors', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => say('ImportHasErrors')`${d.cells} cells are wrong, and nothing was imported; correct them in the marked workbook`,
});

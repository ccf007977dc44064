import { describe, expect, it } from 'vitest';
import { dueReminder, reminderDays } from './survey-reminder.ts';

const days = reminderDays('2026-12-10', [7, 1]);

describe('reminders', () => {
  it('fall before the last day and after it', () => expect(days).toEqual(['2026-12-03', '2026-12-09', '2026-12-11']));

  it.each([
    ['2026-12-02', undefined, undefined, 'not yet'],
    ['2026-12-03', undefined, '2026-12-03', 'the first'],
    ['2026-12-05', '2026-12-03', undefined, 'sent already'],
    ['2026-12-10', undefined, '2026-12-09', 'several missed are one'],
    ['2026-12-20', '2026-12-09', '2026-12-11', 'overdue'],
    ['2026-12-20', '2026-12-11', undefined, 'overdue is said once'],
  ])('on %s after %s: %s (%s)', (today, remindedOn, expected, _why) => expect(dueReminder(days, today, remindedOn)).toBe(expected));
});

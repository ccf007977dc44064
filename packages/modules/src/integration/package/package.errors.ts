import { defineError, integrationPackageVersion, say, type Text } from '@dizuo/api';

export const packageUnreadable = defineError<{ why: Text }>('PackageUnreadable', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) => say('PackageUnreadable')`the file is no integration package: ${d.why}`,
});
export const packageTooNew = defineError<{ version: number }>('PackageTooNew', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: (d) =>
    say(
      'PackageTooNew',
    )`the package has format version ${d.version}, and this platform reads up to ${integrationPackageVersion}; update the platform`,
});
export const packageTampered = defineError<object>('PackageTampered', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: () =>
    say('PackageTampered')`the package was changed or damaged since it was exported: its digest does not match; export it again`,
});
export const packageSurveyDue = defineError<object>('PackageSurveyDue', {
  family: 'user',
  status: 422,
  reason: 'Invalid',
  message: () => say('PackageSurveyDue')`the package has a survey; say by which day it is to be answered`,
});

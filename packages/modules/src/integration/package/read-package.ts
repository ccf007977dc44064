import { createHash } from 'node:crypto';
import { type IntegrationPackage, IntegrationPackageSchema, integrationPackageFormat, integrationPackageVersion, say } from '@dizuo/api';
import { fieldErrorsOf, isJsonObject } from '@dizuo/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageTampered, packageTooNew, packageUnreadable } from './package.errors.ts';

// Formats are held by the admission of each kind.
const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile<IntegrationPackage>(
  IntegrationPackageSchema,
);

/** A package from the text of its file. Throws where it is none, is newer than this platform, has unknown parts, or was changed. Pure. */
export function readPackage(text: string): IntegrationPackage {
  const value = parsed(text);
  if (!isJsonObject(value) || value.format !== integrationPackageFormat)
    throw packageUnreadable({ why: say('PackageOtherFile')`it is another sort of file; choose one that was exported here` });
  const version = Number(value.formatVersion);
  if (version > integrationPackageVersion) throw packageTooNew({ version });
  if (!validate(value)) {
    const fields = fieldErrorsOf(validate.errors ?? [], value);
    throw packageUnreadable({ why: say('PackageParts')`${fields[0]?.field ?? ''} is not as it must be` }, { fields });
  }
  if (digestOf(value) !== value.digest) throw packageTampered({});
  return value;
}

/** The text of its file. Pure. */
export function writePackage(pack: Omit<IntegrationPackage, 'digest'>): string {
  return `${JSON.stringify({ ...pack, digest: digestOf(pack) }, undefined, 2)}\n`;
}

/** Over everything but the digest itself; the order of keys does not matter. Pure. */
function digestOf({ digest: _digest, ...rest }: Partial<IntegrationPackage>): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify(ordered(rest)))
    .digest('hex')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw packageUnreadable({ why: say('PackageNoJson')`it is no JSON; it may have been cut off` });
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, ordered(value[key])]));
}

import type { BindingObject, InstanceObject } from './driver.ts';

/** Names on the server: derived from uids, so that they never clash and a repeated step finds what it made. */
export function databaseOf(instance: InstanceObject): string {
  return `db_${short(instance.metadata.uid)}`;
}

/** Owns everything in the database; nobody signs in as it. */
export function ownerOf(instance: InstanceObject): string {
  return `owner_${short(instance.metadata.uid)}`;
}

/** Signs in with a password, for one binding. */
export function loginOf(binding: BindingObject): string {
  return `app_${short(binding.metadata.uid)}`;
}

/** Quotes a name for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function short(uid = ''): string {
  return uid.replaceAll('-', '').slice(0, 20);
}

/** Resource name under which systems are counted. */
export const countedSystems = 'systems';

/** Scopes in which systems are counted, and limited. */
export const countScope = {
  /** A bureau with all units below it. */
  department: (department: string) => `department/${department}`,
  /** What one dated exception allows. */
  exception: (namespace: string, name: string) => `ledger-exception/${namespace}/${name}`,
};

import type { Kind, KubeObject, PrinterColumn } from '@dizuo/api';
import { humanDuration } from './human-duration.ts';
import { compileJsonPath } from './json-path.ts';

/** meta.k8s.io Table: what `kubectl get` prints. */
export interface Table {
  kind: 'Table';
  apiVersion: string;
  metadata: Record<string, unknown>;
  columnDefinitions: ColumnDefinition[];
  rows: { cells: unknown[]; object?: unknown }[];
}

export interface ColumnDefinition {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
}

export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** Renders objects of one kind as table rows. Compiled once per kind. */
export interface TablePrinter {
  columns: ColumnDefinition[];
  row(object: KubeObject, metaVersion: string, include: IncludeObject, now: number): { cells: unknown[]; object?: unknown };
}

export function createTablePrinter(kind: Kind): TablePrinter {
  const shown = kind.columns.length > 0 ? kind.columns : [age];
  const cells = shown.map((column) => cellOf(column));
  return {
    columns: [nameColumn, ...shown.map(definitionOf)],
    row(object, metaVersion, include, now) {
      const values: unknown[] = [object.metadata.name];
      for (const cell of cells) values.push(cell(object, now));
      if (include === 'None') return { cells: values };
      return { cells: values, object: include === 'Object' ? object : partialMetadata(object, metaVersion) };
    },
  };
}

export function partialMetadata(object: KubeObject, metaVersion: string): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${metaVersion}`, metadata: object.metadata };
}

const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const nameColumn: ColumnDefinition = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique in its namespace',
  priority: 0,
};

function definitionOf(column: PrinterColumn): ColumnDefinition {
  return { name: column.name, type: column.type, format: '', description: column.description ?? '', priority: column.priority ?? 0 };
}

function cellOf(column: PrinterColumn): (object: KubeObject, now: number) => unknown {
  const read = compileJsonPath(column.jsonPath);
  if (column.type === 'date') {
    return (object, now) => {
      const at = Date.parse(String(read(object)));
      return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at);
    };
  }
  return (object) => {
    const value = read(object);
    if (value === undefined || value === null) return column.type === 'string' ? '' : null;
    if (typeof value === 'object') return JSON.stringify(value);
    return column.type === 'string' ? String(value) : value;
  };
}

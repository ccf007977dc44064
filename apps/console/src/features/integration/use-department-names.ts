import { Department } from '@dizuo/api';
import { useMemo } from 'react';
import { useLiveList } from '../../data/use-live.ts';

/** Names of departments by their object's name; the object's name where there is no other. */
export function useDepartmentNames(): (name: string) => string {
  const { items } = useLiveList(Department);
  return useMemo(() => {
    const names = new Map(items.map(({ metadata, spec }) => [metadata.name, spec.shortName ?? spec.displayName]));
    return (name) => names.get(name) ?? name;
  }, [items]);
}

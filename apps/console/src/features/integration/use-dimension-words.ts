import { systemLevels } from '@dizuo/api';
import { useMemo } from 'react';
import { useWords, type WordKey } from '../../i18n/use-words.ts';
import type { Dimension } from './dependency-graph.ts';
import { useDepartmentNames } from './use-department-names.ts';

const levels: readonly string[] = systemLevels;

export interface DimensionWords {
  word(dimension: Dimension, value: string): string;
  /** Levels from the nation down, the rest by name; what is not recorded, then what is outside, come last. */
  order(dimension: Dimension): (a: string, b: string) => number;
}

export function useDimensionWords(): DimensionWords {
  const { t, language } = useWords();
  const department = useDepartmentNames();
  return useMemo(() => {
    const word = (dimension: Dimension, value: string): string => {
      if (value === 'outside') return t('dependencies.outside');
      if (value === '') return t('dependencies.unknown');
      if (dimension === 'department') return department(value);
      if (dimension === 'line') return value;
      return t((dimension === 'level' ? `assessment.level.${value}` : `dependencies.zone.${value}`) as WordKey);
    };
    const place = (dimension: Dimension, value: string) => {
      if (value === 'outside') return 1001;
      if (value === '') return 1000;
      return dimension === 'level' ? levels.indexOf(value) : 0;
    };
    return {
      word,
      order: (dimension) => (a, b) =>
        place(dimension, a) - place(dimension, b) || word(dimension, a).localeCompare(word(dimension, b), language) || (a < b ? -1 : 1),
    };
  }, [t, language, department]);
}

import { dispositionWays } from '@dizuo/api';
import { Checkbox, Select } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { PlainSelect } from '../../parts/plain-select.tsx';
import { useAddress } from '../../shapes/use-address.ts';
import { type Dimension, dimensions, type Graph, valueIn } from './dependency-graph.ts';
import { useDimensionWords } from './use-dimension-words.ts';

/** What is shown and how it is layered. All of it is in the address. */
export function DependencyControls({ whole, graph, asList }: { whole: Graph; graph: Graph; asList: boolean }) {
  const { t } = useWords();
  const address = useAddress();
  const { word, order } = useDimensionWords();
  const names = dimensions.map((dimension) => ({ value: dimension as string, label: t(`dependencies.dimension.${dimension}`) }));
  const valuesOf = (dimension: Dimension) =>
    [...new Set(whole.nodes.filter((node) => !node.outside).map((node) => valueIn(node, dimension)))]
      .filter(Boolean)
      .toSorted(order(dimension))
      .map((value) => ({ value, label: word(dimension, value) }));
  return (
    <div className="filters">
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        style={{ width: 220 }}
        aria-label={t('dependencies.search')}
        placeholder={t('dependencies.search')}
        value={address.get('selected') || null}
        options={graph.nodes.map(({ key, displayName }) => ({ value: key, label: displayName }))}
        onChange={(key?: string | null) => address.set({ selected: key ?? undefined })}
      />
      {!asList && (
        <>
          <label className="row">
            <span className="muted">{t('dependencies.rows')}</span>
            <select
              className="plain-select"
              value={address.get('rows') || 'level'}
              onChange={(event) => address.set({ rows: event.target.value === 'level' ? undefined : event.target.value })}
            >
              {names.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label className="row">
            <span className="muted">{t('dependencies.columns')}</span>
            <select
              className="plain-select"
              value={address.get('columns')}
              onChange={(event) => address.set({ columns: event.target.value })}
            >
              <option value="">{t('dependencies.noColumns')}</option>
              {names.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      {dimensions.map((dimension) => {
        const options = valuesOf(dimension);
        if (options.length < 2) return null;
        return (
          <PlainSelect
            key={dimension}
            label={t(`dependencies.filter.${dimension}`)}
            value={address.get(dimension)}
            options={options}
            onChange={(value) => address.set({ [dimension]: value })}
          />
        );
      })}
      <PlainSelect
        label={t('dependencies.filter.way')}
        value={address.get('way')}
        options={dispositionWays.map((value) => ({ value, label: t(`assessment.way.${value}`) }))}
        onChange={(value) => address.set({ way: value })}
      />
      <Checkbox
        checked={address.get('linked') === 'yes'}
        onChange={(event) => address.set({ linked: event.target.checked ? 'yes' : undefined })}
      >
        {t('dependencies.filter.linked')}
      </Checkbox>
      <span className="muted" style={{ marginLeft: 'auto' }}>
        {t('dependencies.count', { nodes: graph.nodes.length, links: graph.links.length })}
      </span>
    </div>
  );
}

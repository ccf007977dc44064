import { useWords } from '../../i18n/use-words.ts';

export function DependencyLegend() {
  const { t } = useWords();
  return (
    <span className="legend muted">
      <span className="row">
        <span className="legend-node" /> {t('dependencies.own')}
      </span>
      <span className="row">
        <span className="legend-node legend-upper" /> {t('dependencies.upper')}
      </span>
      <span className="row">
        <span className="legend-node legend-upper legend-outside" /> {t('dependencies.out')}
      </span>
      <span className="row">
        <span className="legend-line" /> {t('dependencies.outgoing')}
      </span>
      <span className="row">
        <span className="legend-line legend-incoming" /> {t('dependencies.incoming')}
      </span>
    </span>
  );
}

import { FullscreenOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';

export function ZoomButtons({ onZoom, onFit }: { onZoom(factor: number): void; onFit(): void }) {
  const { t } = useWords();
  const button = (word: 'zoomIn' | 'zoomOut' | 'fit', icon: React.ReactNode, run: () => void) => (
    <Button icon={icon} title={t(`dependencies.${word}`)} aria-label={t(`dependencies.${word}`)} onClick={run} />
  );
  return (
    <div className="dependency-zoom">
      {button('zoomIn', <ZoomInOutlined />, () => onZoom(1.25))}
      {button('zoomOut', <ZoomOutOutlined />, () => onZoom(0.8))}
      {button('fit', <FullscreenOutlined />, onFit)}
    </div>
  );
}

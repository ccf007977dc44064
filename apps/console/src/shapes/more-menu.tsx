import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import type { ObjectAction } from './object-page.tsx';

/** The rarer actions of an object, the dangerous ones last. Open when it is first drawn. */
export function MoreMenu({ actions }: { actions: readonly ObjectAction[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(true);
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      menu={{
        items: actions.map((action) => ({
          key: action.key,
          label: action.label,
          danger: action.danger === true,
          disabled: action.disabled === true,
          onClick: action.run,
        })),
      }}
    >
      <Button icon={<MoreOutlined />} aria-haspopup="menu" aria-label={t('parts.more')} />
    </Dropdown>
  );
}

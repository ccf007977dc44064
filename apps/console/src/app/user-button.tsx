import { DownOutlined, UserOutlined } from '@ant-design/icons';
import { Button, type ButtonProps } from 'antd';
import { useSession } from '../data/session-context.tsx';
import { useWords } from '../i18n/use-words.ts';

/** The button with the person's name; what it opens is loaded when it is first pressed. */
export function UserButton(props: ButtonProps) {
  const { t } = useWords();
  const { session } = useSession();
  return (
    <Button
      {...props}
      type="text"
      className="shell-person"
      aria-haspopup="menu"
      aria-label={`${t('app.person')} ${session.user.displayName}`}
    >
      <UserOutlined />
      <span className="only-wide">{session.user.displayName}</span>
      <DownOutlined style={{ fontSize: 10 }} />
    </Button>
  );
}

import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';

/** A name or address in mono that can be copied. */
export function Identifier({ text }: { text: string }) {
  return (
    <span className="row" style={{ gap: 2, display: 'inline-flex', flexWrap: 'nowrap', maxWidth: '100%' }}>
      <span className="mono">{text}</span>
      <CopyButton text={text} />
    </span>
  );
}

function CopyButton({ text }: { text: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const label = t(copied ? 'parts.copied' : 'parts.copy');
  return (
    <Button
      type="text"
      size="small"
      icon={copied ? <CheckOutlined /> : <CopyOutlined />}
      onClick={copy}
      title={label}
      aria-label={`${label} ${text}`}
    />
  );
}

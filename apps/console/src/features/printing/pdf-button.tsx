import { FilePdfOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { saveBlob } from '../../parts/save-file.ts';

/** Makes a PDF of a page below `/print/`; where the server cannot, the reader's own browser prints the same page. */
export function PdfButton({ path, name, primary = false }: { path: string; name: string; primary?: boolean }) {
  const { t, language } = useWords();
  const { modal } = App.useApp();
  const [busy, setBusy] = useState(false);

  const make = async () => {
    setBusy(true);
    try {
      const body = { path, language };
      const answer = await client.transport.open('POST', '/apis/printing.dizuo/v1alpha1/documents', { body });
      saveBlob(`${name}.pdf`, await answer.blob());
    } catch (error) {
      modal.confirm({
        icon: null,
        title: t('printing.failed'),
        content: <ErrorNotice error={error} />,
        okText: t('printing.own'),
        cancelText: t('parts.cancel'),
        width: 560,
        onOk: () => void window.open(path, '_blank', 'noopener'),
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button type={primary ? 'primary' : 'default'} icon={<FilePdfOutlined />} loading={busy} onClick={() => void make()}>
      {t(busy ? 'printing.making' : 'printing.pdf')}
    </Button>
  );
}

import { UploadOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Field } from '../../parts/field.tsx';
import './gateway.css';

/** Text in PEM, pasted or from a file. `hidden`: what is typed in is shown as dots. */
export function PemField(props: {
  id: string;
  label: string;
  help: ReactNode;
  error: string | undefined;
  value: string;
  onChange(value: string): void;
  hidden?: boolean;
}) {
  const { t } = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const { hidden = false } = props;
  return (
    <Field id={props.id} label={props.label} help={props.help} error={props.error} required>
      {(control) => (
        <div className="stack-tight">
          <Input.TextArea
            {...control}
            className={hidden ? 'mono pem-hidden' : 'mono'}
            autoComplete="off"
            spellCheck={false}
            autoSize={{ minRows: 4, maxRows: 8 }}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
          <span>
            <Button
              icon={<UploadOutlined />}
              onClick={() => chooser.current?.click()}
              aria-label={`${t('certificates.form.file')} ${props.label}`}
            >
              {t('certificates.form.file')}
            </Button>
            <input
              ref={chooser}
              type="file"
              accept=".pem,.crt,.cer,.key"
              aria-label={`${t('certificates.form.file')} ${props.label}`}
              className="visually-hidden"
              tabIndex={-1}
              onChange={async (event) => {
                const [file] = event.target.files ?? [];
                event.target.value = '';
                if (file) props.onChange(await file.text());
              }}
            />
          </span>
        </div>
      )}
    </Field>
  );
}

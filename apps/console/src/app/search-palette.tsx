import { useQuery } from '@tanstack/react-query';
import { Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSession } from '../data/session-context.tsx';
import { useWords } from '../i18n/use-words.ts';
import type { Door } from './doors.ts';
import { type Found, findables, matching } from './search-index.ts';

/** Search over pages and everything the person may see. */
export function SearchPalette({ doors, onClose }: { doors: Door[]; onClose(): void }) {
  const { t, say } = useWords();
  const { session } = useSession();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const objects = useQuery({ queryKey: ['search', session.user.name], queryFn: () => findables(session), staleTime: 20_000 });

  const pages: Found[] = doors.flatMap((door) =>
    door.items.map((item) => ({ title: t(item.word), detail: t(`app.door.${door.name}`), path: item.path, kind: undefined })),
  );
  const found = matching([...pages, ...(objects.data ?? [])], query);
  const go = (path: string) => {
    onClose();
    navigate(path);
  };

  return (
    <Modal open title={t('app.search')} footer={null} onCancel={onClose} width={640} style={{ top: 64 }}>
      <div className="stack">
        <Input
          autoFocus
          size="large"
          aria-label={t('app.search')}
          placeholder={t('app.searchHint')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onPressEnter={() => found[0] && go(found[0].path)}
        />
        {objects.isPending && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
        {!objects.isPending && found.length === 0 && <p className="muted">{t('app.searchNothing', { query })}</p>}
        <ul className="rows" style={{ maxHeight: '50vh', overflowY: 'auto' }}>
          {found.map((hit) => (
            <li key={`${hit.path} ${hit.title}`} style={{ padding: 0 }}>
              <Link to={hit.path} onClick={onClose} className="side-link">
                <span>{hit.title}</span>
                <span className="muted" style={{ marginLeft: 'auto' }}>
                  {hit.kind ? say(hit.kind) : t('app.searchPages')}
                  {hit.detail ? ` · ${hit.detail}` : ''}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  );
}

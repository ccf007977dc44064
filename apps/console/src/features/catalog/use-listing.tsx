import type { KubeObject, ServiceClass, ServicePlan } from '@dizuo/api';
import { App } from 'antd';
import { client } from '../../data/api-client.ts';
import { useWords } from '../../i18n/use-words.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import type { ObjectAction } from '../../shapes/object-page.tsx';

/** Puts a component or plan into the market, or takes it out: what can be undone just happens. */
export function useListing(kind: typeof ServiceClass | typeof ServicePlan): (object: KubeObject) => ObjectAction {
  const { t } = useWords();
  const { message, modal } = App.useApp();
  return (object) => {
    const listed = (object.spec as { listed?: boolean }).listed !== false;
    return {
      key: 'listing',
      label: t(listed ? 'catalog.manage.unlist' : 'catalog.manage.list'),
      async run() {
        try {
          await client.objects(kind as typeof ServicePlan).patch({ name: object.metadata.name }, { spec: { listed: !listed } });
          message.success(t(listed ? 'catalog.manage.nowUnlisted' : 'catalog.manage.nowListed'));
        } catch (error) {
          modal.error({ icon: null, content: <ErrorNotice error={error} /> });
        }
      },
    };
  };
}

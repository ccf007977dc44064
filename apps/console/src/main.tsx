import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import './app/app.css';
import { isApiError } from '@dizuo/client';
import { AppearanceProvider } from './app/appearance.tsx';
import { createConsoleRouter } from './app/router.tsx';
import { followVisibility } from './data/live-registry.ts';
import { spokenLanguage } from './i18n/language.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; only what never reached the server is asked again.
      retry: (count, error) => count < 2 && (!isApiError(error) || error.code === 0 || error.code >= 502),
    },
  },
});

document.documentElement.lang = spokenLanguage.current().language;
followVisibility();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AppearanceProvider>
        <RouterProvider router={createConsoleRouter()} />
      </AppearanceProvider>
    </QueryClientProvider>
  </StrictMode>,
);

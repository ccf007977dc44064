import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { PageSkeleton, Shell } from './shell.tsx';

/** A route whose script is loaded when it is first opened. */
function page<Name extends string>(path: string, load: () => Promise<Record<Name, ComponentType>>, name: Name): RouteObject {
  return { path, lazy: async () => ({ Component: (await load())[name] }), HydrateFallback: PageSkeleton };
}

export function createConsoleRouter() {
  return createBrowserRouter([
    { ...page('/sign-in', () => import('../features/identity/sign-in-page.tsx'), 'SignInPage'), errorElement: <ErrorPage /> },
    {
      path: '/',
      element: <Shell />,
      errorElement: <ErrorPage />,
      HydrateFallback: PageSkeleton,
      children: [
        {
          errorElement: <ErrorPage />,
          children: [
            { index: true, element: <Navigate to="/work" replace /> },
            page('work', () => import('../features/work/workbench-page.tsx'), 'WorkbenchPage'),
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]);
}

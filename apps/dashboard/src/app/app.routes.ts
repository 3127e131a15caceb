import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn, type Routes } from '@angular/router';
import { Session } from './hq-client/session';
import { page } from './page-script';

/** Lets pages open while HQ is away: they say so themselves. Only a person known to be signed out is sent off. */
const signedIn: CanActivateFn = async () => {
  const [session, router] = [inject(Session), inject(Router)];
  if ((await session.known()) !== 'signed-out' && session.state() !== 'signed-out') return true;
  return new RedirectCommand(router.parseUrl('/sign-in'), { replaceUrl: true });
};

/** Open to all, but the frame round it should know who is looking. */
const sessionKnown: CanActivateFn = async () => Boolean(await inject(Session).known());

/** Read by `AfterFirstPage`. */
const SOON = { soon: true };

export const routes: Routes = [
  {
    path: 'sign-in',
    ...page(
      () => import('./sign-in/sign-in'),
      (script) => script.SignIn,
    ),
  },
  {
    path: '',
    canActivate: [signedIn],
    children: [
      {
        path: '',
        pathMatch: 'full',
        ...page(
          () => import('./inbox/inbox'),
          (script) => script.Inbox,
        ),
      },
      {
        path: 'gate/:gate_id',
        data: SOON,
        ...page(
          () => import('./gate/gate-page'),
          (script) => script.GatePage,
        ),
      },
      {
        path: 'projects',
        data: SOON,
        ...page(
          () => import('./projects/projects'),
          (script) => script.Projects,
        ),
      },
      {
        path: 'projects/:machine/:repository/:id',
        ...page(
          () => import('./projects/project-page'),
          (script) => script.ProjectPage,
        ),
      },
      {
        path: 'machines',
        ...page(
          () => import('./machines/machines'),
          (script) => script.Machines,
        ),
      },
      {
        path: 'activity',
        ...page(
          () => import('./activity/activity'),
          (script) => script.Activity,
        ),
      },
      {
        path: 'insights',
        ...page(
          () => import('./insights/insights'),
          (script) => script.Insights,
        ),
      },
      {
        path: 'decisions/:id',
        ...page(
          () => import('./activity/decision-page'),
          (script) => script.DecisionPage,
        ),
      },
      {
        path: 'settings',
        loadChildren: async () => (await import('./settings/settings.routes')).settingsRoutes,
      },
    ],
  },
  {
    path: '**',
    canActivate: [sessionKnown],
    ...page(
      () => import('./ui/not-found'),
      (script) => script.NotFound,
    ),
  },
];

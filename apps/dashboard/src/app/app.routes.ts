import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn, type Routes } from '@angular/router';
import { Session } from './hq-client/session';
import { pageTurn } from './ui/page-turn';

/** Lets pages open while HQ is away: they say so themselves. Only a person known to be signed out is sent off. */
const signedIn: CanActivateFn = async () => {
  const [session, router] = [inject(Session), inject(Router)];
  if ((await session.known()) !== 'signed-out' && session.state() !== 'signed-out') return true;
  return new RedirectCommand(router.parseUrl('/sign-in'), { replaceUrl: true });
};

/** Open to all, but the frame round it should know who is looking. */
const sessionKnown: CanActivateFn = async () => Boolean(await inject(Session).known());

/** Reading a page's script is one piece of work, drawing the page another. */
async function afterTurn<T>(script: Promise<T>): Promise<T> {
  const read = await script;
  await pageTurn();
  return read;
}

/** Read by `AfterFirstPage`. */
const SOON = { soon: true };

export const routes: Routes = [
  { path: 'sign-in', loadComponent: async () => (await afterTurn(import('./sign-in/sign-in'))).SignIn },
  {
    path: '',
    canActivate: [signedIn],
    children: [
      {
        path: '',
        pathMatch: 'full',
        loadComponent: async () => (await afterTurn(import('./inbox/inbox'))).Inbox,
      },
      {
        path: 'gate/:gate_id',
        data: SOON,
        loadComponent: async () => (await afterTurn(import('./gate/gate-page'))).GatePage,
      },
      {
        path: 'projects',
        data: SOON,
        loadComponent: async () => (await afterTurn(import('./projects/projects'))).Projects,
      },
      {
        path: 'projects/:machine/:repository/:id',
        loadComponent: async () => (await afterTurn(import('./projects/project-page'))).ProjectPage,
      },
      {
        path: 'machines',
        loadComponent: async () => (await afterTurn(import('./machines/machines'))).Machines,
      },
      {
        path: 'activity',
        loadComponent: async () => (await afterTurn(import('./activity/activity'))).Activity,
      },
      {
        path: 'insights',
        loadComponent: async () => (await afterTurn(import('./insights/insights'))).Insights,
      },
      {
        path: 'decisions/:id',
        loadComponent: async () => (await afterTurn(import('./activity/decision-page'))).DecisionPage,
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
    loadComponent: async () => (await afterTurn(import('./ui/not-found'))).NotFound,
  },
];

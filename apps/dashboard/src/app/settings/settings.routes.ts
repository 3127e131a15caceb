import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn, type Routes } from '@angular/router';

/** Wide enough that the list stands beside a section, so that one is shown from the start. */
const WIDE = '(min-width: 900px)';

const listAlone: CanActivateFn = () => {
  const profile = inject(Router).parseUrl('/settings/profile');
  return matchMedia(WIDE).matches ? new RedirectCommand(profile, { replaceUrl: true }) : true;
};

export const settingsRoutes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./settings')).Settings,
    children: [
      {
        path: '',
        pathMatch: 'full',
        canActivate: [listAlone],
        loadComponent: async () => (await import('./settings-list')).SettingsList,
      },
      { path: 'profile', loadComponent: async () => (await import('./profile/profile')).Profile },
      { path: 'phone', loadComponent: async () => (await import('./phone/phone-sign-in')).PhoneSignIn },
      { path: 'sessions', loadComponent: async () => (await import('./sessions/sessions')).Sessions },
      {
        path: 'notifications',
        loadComponent: async () => (await import('./notifications/notifications')).Notifications,
      },
      { path: 'appearance', loadComponent: async () => (await import('./appearance/appearance')).Appearance },
      { path: 'keys', loadComponent: async () => (await import('./keys/keys')).Keys },
      { path: 'webhooks', loadComponent: async () => (await import('./webhooks/webhooks')).Webhooks },
      { path: 'reminders', loadComponent: async () => (await import('./reminders/reminders')).Reminders },
      { path: 'audit', loadComponent: async () => (await import('./audit/audit')).Audit },
      { path: 'people', loadComponent: async () => (await import('./people/people')).People },
    ],
  },
];

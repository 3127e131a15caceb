/**
 * Who may import whom inside an app, as data: a room is a folder directly below the app's `src`. The lint configuration
 * turns this into rules and `import-rules.spec.ts` proves that they bite. Files directly in `src` (main.ts, the app's
 * module, the configuration) put the rooms together and are free; so are specs.
 */
export const apps = [
  {
    src: 'apps/hq/src',
    // Lower rooms publish events, upper rooms subscribe: these five are entered from outside only.
    closed: ['gateway', 'live', 'activity', 'notify', 'cli'],
    mayNotImport: {
      persistence: ['approval', 'state', 'people', 'audit', 'errands'],
      // Everybody above may ask who is asking; the people themselves know nothing of what is asked for.
      people: ['approval', 'state', 'audit', 'errands'],
      audit: ['approval', 'state', 'errands'],
      state: ['approval', 'errands'],
      approval: ['errands'],
      errands: ['approval'],
    },
    doors: {
      'better-sqlite3': ['persistence'],
      kysely: ['persistence'],
      ws: ['gateway'],
      '@nestjs/platform-ws': ['gateway'],
      'web-push': ['notify'],
    },
  },
  {
    src: 'apps/connector/src',
    closed: ['hq-link', 'doctor'],
    mayNotImport: {
      workspaces: ['status-files', 'artifacts', 'approvals', 'agent-farm'],
      'status-files': ['artifacts', 'approvals', 'agent-farm'],
      artifacts: ['approvals', 'agent-farm'],
      'agent-farm': ['approvals'],
    },
    doors: {
      chokidar: ['status-files'],
      ws: ['hq-link'],
      'simple-git': ['approvals'],
      'better-sqlite3': ['workspaces'],
    },
  },
  {
    src: 'apps/dashboard/src/app',
    closed: ['inbox', 'gate', 'projects', 'machines', 'activity', 'insights', 'settings', 'sign-in'],
    mayNotImport: {
      'hq-client': ['ui', 'shell', 'device'],
      ui: ['shell', 'device'],
      device: ['ui', 'shell'],
    },
    doors: {
      '@angular/common/http': ['hq-client'],
      '@angular/service-worker': ['device'],
      marked: ['gate'],
      dompurify: ['gate'],
      diff: ['gate'],
      'highlight.js': ['gate'],
      mermaid: ['gate'],
      'chart.js': ['insights'],
    },
  },
];

/** The rooms an app's table speaks of. */
export function roomsOf(app) {
  return [
    ...new Set([
      ...app.closed,
      ...Object.keys(app.mayNotImport),
      ...Object.values(app.mayNotImport).flat(),
      ...Object.values(app.doors).flat(),
    ]),
  ];
}

/** Flat-config entries: one for the rooms nobody names, then one for each named room (a later entry replaces an earlier). */
export function roomRules(app) {
  return [
    roomRule(app, undefined, [`${app.src}/*/**/*.ts`]),
    ...roomsOf(app).map((room) => roomRule(app, room, [`${app.src}/${room}/**/*.ts`])),
  ];
}

function roomRule(app, room, files) {
  const above = [...app.closed, ...((room && app.mayNotImport[room]) ?? [])].filter(
    (other) => other !== room,
  );
  const foreign = Object.entries(app.doors).filter(([, owners]) => !room || !owners.includes(room));
  return {
    files,
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [...above.map(roomPattern), ...foreign.map(doorPattern)] },
      ],
    },
  };
}

function roomPattern(room) {
  return {
    regex: `^(?:\\.\\./)+${room}(?:/|$)`,
    message: `This room may not import ${room}/: publish an event, or move what both need into the lower room.`,
  };
}

function doorPattern([driver, owners]) {
  return {
    regex: `^${driver}(?:/|$)`,
    message: `One door per driver: only ${owners.join(', ')}/ imports ${driver}. Ask that room for what you need.`,
  };
}

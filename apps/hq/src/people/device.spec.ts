import { deviceOf } from './device.js';

const MOZILLA = 'Mozilla/5.0';

it.each([
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1`,
    { words: 'Safari on iPhone', kind: 'phone', browser: 'Safari', system: 'iPhone' },
  ],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1`,
    { words: 'Chrome on iPhone', kind: 'phone', browser: 'Chrome', system: 'iPhone' },
  ],
  [
    `${MOZILLA} (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36`,
    { words: 'Chrome on Android', kind: 'phone', browser: 'Chrome', system: 'Android' },
  ],
  [
    `${MOZILLA} (Linux; Android 16; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36`,
    { words: 'Samsung Internet on Android', kind: 'tablet', browser: 'Samsung Internet', system: 'Android' },
  ],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
    { words: 'Edge on Windows', kind: 'desk', browser: 'Edge', system: 'Windows' },
  ],
  [
    `${MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`,
    { words: 'Firefox on Linux', kind: 'desk', browser: 'Firefox', system: 'Linux' },
  ],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15`,
    { words: 'Safari on Mac', kind: 'desk', browser: 'Safari', system: 'Mac' },
  ],
  ['curl/8.14.1', { words: 'curl', kind: 'program', program: 'curl' }],
  ['<script>alert(1)</script>', { words: 'Unknown device', kind: 'program' }],
  ['', { words: 'Unknown device', kind: 'program' }],
])('knows %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toEqual(device);
});

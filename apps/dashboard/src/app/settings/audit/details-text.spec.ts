import { detailsInShort, detailsText } from './details-text';

const details = {
  format: 'json',
  webhook: 'ac2244ac-1cc5-4beb-beb1-f25332808ec8',
  expected: { gate_digest: '94052488a132' },
  name: 'local',
};

it('knows a row by what people read, and has the rest in full', () => {
  expect(detailsInShort(details)).toBe('JSON · local');
  expect(detailsInShort({ name: 'ci', scopes: 'read,approve' })).toBe('ci · read, approve');
  expect(detailsInShort({ kind: 'approve', state: 'sent' })).toBe('Approval · sent');
  expect(detailsInShort({ command: 'send_message', status: 'held' })).toBe('message to a builder · held');
  expect(detailsInShort({ kind: 'of another HQ', role: 'toString' })).toBe('of another HQ · toString');
  expect(detailsInShort({ webhook: details.webhook })).toBe('');
  expect(detailsText(details)).toContain('webhook: ac2244ac-1cc5-4beb-beb1-f25332808ec8');
});

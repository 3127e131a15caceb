import { asReview, verdictIn } from './verdict';

describe('what a model’s review comes to', () => {
  it('is read from the lines that it is asked for', () => {
    const text = '…\n---\nVERDICT: APPROVE\nSUMMARY: Sound and small.\nCONFIDENCE: HIGH\n---';
    expect(verdictIn(text)).toEqual({ verdict: 'approve', summary: 'Sound and small.', confidence: 'high' });
  });

  it.each([
    ['VERDICT: REQUEST_CHANGES', 'request-changes'],
    ['**VERDICT:** Request changes', 'request-changes'],
    ['Verdict: [COMMENT]', 'comment'],
    ['> VERDICT: `APPROVE`', 'approve'],
  ])('is understood in %s', (text, verdict) => {
    expect(verdictIn(text)?.verdict).toBe(verdict);
  });

  it('stays apart from the text when it is shown', () => {
    expect(asReview('Fine.\n---\nVERDICT: APPROVE\nSUMMARY: Sound.\n---\n')).toBe(
      'Fine.\n---\n- VERDICT: APPROVE\n- SUMMARY: Sound.\n\n---\n',
    );
  });

  it('is the last one when a model quotes what it was asked', () => {
    expect(verdictIn('VERDICT: APPROVE\n\nVERDICT: REQUEST_CHANGES')?.verdict).toBe('request-changes');
  });

  it.each(['', 'I like it.', 'VERDICT: perhaps', 'VERDICT: [APPROVE | REQUEST_CHANGES | COMMENT]'])(
    'is nothing where there is none: %j',
    (text) => expect(verdictIn(text)).toBeNull(),
  );
});

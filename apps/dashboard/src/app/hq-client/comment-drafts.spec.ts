import { commentDraft, draftsAreOf, forgetDrafts, keepCommentDraft } from './comment-drafts';

describe('what was written and not yet sent', () => {
  beforeEach(() => {
    forgetDrafts();
    draftsAreOf('ada');
  });

  it('is kept for each gate until it is sent', () => {
    keepCommentDraft('g1', 'Half a thought');
    keepCommentDraft('g2', 'Another');
    keepCommentDraft('g1', '');
    expect([commentDraft('g1'), commentDraft('g2')]).toEqual(['', 'Another']);
    keepCommentDraft('g2', '');
    expect(sessionStorage).toHaveLength(0);
  });

  it('is there again when the same person signs in', () => {
    keepCommentDraft('g1', 'Half a thought');
    draftsAreOf('ada');
    expect(commentDraft('g1')).toBe('Half a thought');
  });

  it('goes when somebody else signs in in the same tab', () => {
    keepCommentDraft('g1', 'Half a thought');
    draftsAreOf('grace');
    expect(commentDraft('g1')).toBe('');
    expect(sessionStorage).toHaveLength(0);
  });

  it('is nothing where the browser keeps something else', () => {
    sessionStorage.setItem('codev-hq.comments', '{"of":');
    expect(commentDraft('g1')).toBe('');
  });
});

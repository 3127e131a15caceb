import { inject, Injectable, signal, untracked } from '@angular/core';
import type { ArtifactRef } from '@codev-hq/protocol';
import { askArtifact, type ArtifactPlace } from '../../hq-client/artifacts';
import { ReadHere } from '../../hq-client/read-here';
import { textFrom, type PaperText } from './paper-text';
import { textDigest } from './text-digest';

interface Asked {
  readonly listed: string | undefined;
  readonly text: PaperText;
}

/**
 * The texts that the page has fetched, by path: what is in front of the reader, and beside it newer versions that they have not
 * asked to see yet.
 */
@Injectable()
export class ArtifactShelf {
  private readonly readHere = inject(ReadHere);
  private readonly shown = signal<ReadonlyMap<string, Asked>>(new Map());
  private readonly newer = signal<ReadonlyMap<string, Asked>>(new Map());
  private place: ArtifactPlace | null = null;
  private gateId = '';

  text(path: string): PaperText | undefined {
    return this.shown().get(path)?.text;
  }

  /** A version that HQ lists and the reader does not have in front of them. */
  newerText(path: string): PaperText | undefined {
    return this.newer().get(path)?.text;
  }

  /** Another gate begins with an empty shelf. */
  serve(gateId: string, place: ArtifactPlace): void {
    this.place = place;
    if (gateId === this.gateId) return;
    this.gateId = gateId;
    this.shown.set(new Map());
    this.newer.set(new Map());
  }

  /** Fetches the listed version, unless that is what is here. */
  want(ref: ArtifactRef): void {
    const have = untracked(this.shown).get(ref.path);
    if (have && isListed(have, ref)) return;
    const fetched = untracked(this.newer).get(ref.path);
    if (fetched?.text.kind === 'readable' && isListed(fetched, ref)) this.put(this.shown, ref.path, fetched);
    else void this.fetch(this.shown, ref);
  }

  /** Fetches the listed version to tell what has changed in it, and leaves what the reader has. */
  peek(ref: ArtifactRef): void {
    const have = untracked(this.newer).get(ref.path);
    if (!have || !isListed(have, ref)) void this.fetch(this.newer, ref);
  }

  again(ref: ArtifactRef): void {
    void this.fetch(this.shown, ref);
  }

  private async fetch(shelf: typeof this.shown, ref: ArtifactRef): Promise<void> {
    const { place, gateId } = this;
    if (!place) return;
    const asked: Asked = { listed: ref.digest, text: { kind: 'loading' } };
    this.put(shelf, ref.path, asked);
    const text = await this.textOf(place, ref);
    // Another gate's page, or a newer wish for the same path, has taken over.
    if (gateId !== this.gateId || untracked(shelf).get(ref.path) !== asked) return;
    this.put(shelf, ref.path, { listed: ref.digest, text });
  }

  private async textOf(place: ArtifactPlace, ref: ArtifactRef): Promise<PaperText> {
    const text = await textFrom(await askArtifact(place, ref.path), ref.digest);
    if (text.kind !== 'missing' || !text.offline || ref.digest === undefined) return text;
    return (await this.fromDevice(ref.digest, ref)) ?? text;
  }

  /** The very version that waits may have been read here before its machine went away. */
  private async fromDevice(digest: string, ref: ArtifactRef): Promise<PaperText | null> {
    const text = await this.readHere.text(digest);
    if (text === null || (await textDigest(text)) !== digest) return null;
    const facts = {
      size: ref.size,
      truncated: false,
      checked: true,
      from: 'device',
      listed: digest,
    } as const;
    return { kind: 'readable', text, digest, ...facts };
  }

  private put(shelf: typeof this.shown, path: string, asked: Asked): void {
    shelf.update((texts) => new Map(texts).set(path, asked));
  }
}

function isListed({ listed, text }: Asked, ref: ArtifactRef): boolean {
  if (text.kind === 'readable' && text.digest === ref.digest) return true;
  return listed === ref.digest;
}

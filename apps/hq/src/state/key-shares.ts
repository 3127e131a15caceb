import type { Refusal } from '@codev-hq/protocol';

/** Machines of one key, and characters that they may take together: many times what any owner has. */
const MAX_MACHINES = 20_000;
const MAX_CHARACTERS = 512 * 1024 * 1024;

interface Share {
  machines: number;
  characters: number;
}

/** How much of HQ's memory the machines of each key take, so that none can fill it under ever new names. */
export class KeyShares {
  private readonly shares = new Map<string, Share>();

  constructor(
    private readonly maxMachines = MAX_MACHINES,
    private readonly maxCharacters = MAX_CHARACTERS,
  ) {}

  /** Why a key gets no more, or undefined when there is room for what is asked. */
  refusal(owner: string, more: Share): Refusal | undefined {
    const { machines, characters } = this.of(owner);
    if (more.machines > 0 && machines + more.machines > this.maxMachines) {
      const error = `HQ keeps ${this.maxMachines} machines of one key. Use another key for more.`;
      return { code: 'TOO_LARGE', error };
    }
    if (more.characters > 0 && characters + more.characters > this.maxCharacters) {
      const error = `The machines of one key may report ${this.maxCharacters} characters together. Use another key for more.`;
      return { code: 'TOO_LARGE', error };
    }
    return undefined;
  }

  take(owner: string, { machines, characters }: Share): void {
    const share = this.of(owner);
    share.machines += machines;
    share.characters += characters;
    if (share.machines > 0) this.shares.set(owner, share);
    else this.shares.delete(owner);
  }

  private of(owner: string): Share {
    return this.shares.get(owner) ?? { machines: 0, characters: 0 };
  }
}

/** Why a delivery did not arrive. `said` is what this machine's network said of it, in English. */
export type Undelivered =
  | { readonly why: 'answered' | 'redirected'; readonly status: number }
  | { readonly why: 'late'; readonly seconds: number }
  | { readonly why: 'own-network'; readonly place: string }
  | { readonly why: 'unreachable'; readonly said?: string };

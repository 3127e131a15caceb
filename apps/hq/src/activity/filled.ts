/** Only the columns that hold something, for an answer that leaves out what there is not. */
export function filled<T extends object>(columns: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as { [K in keyof T]?: NonNullable<T[K]> };
}

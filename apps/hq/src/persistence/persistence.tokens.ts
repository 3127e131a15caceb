/** Injects the Kysely {@link Database}. Only repositories ask for it. */
export const DATABASE = Symbol('DATABASE');
/** Injects the {@link RowWriter} of what is written behind. */
export const ROW_WRITER = Symbol('ROW_WRITER');

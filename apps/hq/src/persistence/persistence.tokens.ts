/** Injects the Kysely {@link Database}. Only repositories ask for it. */
export const DATABASE = Symbol('DATABASE');

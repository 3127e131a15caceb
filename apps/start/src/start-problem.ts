/** What keeps Codev HQ from starting: one line for the person at the terminal that says what to do next. */
export class StartProblem extends Error {}

/** The time now. Passed in everywhere, so that a test can choose the day. */
export type Clock = () => Date

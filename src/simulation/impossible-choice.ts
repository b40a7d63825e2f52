/** A choice that is not possible now. Whoever chooses knows what is. */
export class ImpossibleChoice extends Error {}

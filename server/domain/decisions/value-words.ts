const KEY = /^[A-Za-z]+(?:_[A-Za-z]+)+$/;

/** A value that a system writes as a key, as people say it: "missing unit" for missing_unit, "incorrect address" for INCORRECT_ADDRESS. */
export const valueWords = (value: string): string => (KEY.test(value) ? value.replaceAll("_", " ").toLowerCase() : value);

import { UserError } from "../../user-error.js";

/** A whole number within limits. Throws a UserError that names the option. */
export function wholeNumber(text: string, option: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high) {
    throw new UserError(`${option} is "${text}": give a whole number from ${low} to ${high}`);
  }
  return value;
}

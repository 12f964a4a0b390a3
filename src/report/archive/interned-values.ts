export { InternedValues as Shared } from "../../record/files/interned-values.js";

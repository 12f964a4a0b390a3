export { nearest } from "../record/schema/did-you-mean.js";

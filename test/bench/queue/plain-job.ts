/** A job that does nothing, and says which process it is and when it began. */
export default async function nothing(): Promise<[number, number]> {
  return [process.pid, Number(process.hrtime.bigint()) / 1e6];
}

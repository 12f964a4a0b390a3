import { describe, expect, it } from "vitest";
import { nearest } from "../../../src/record/schema/did-you-mean.js";

describe("nearest", () => {
  it("names what is near, nearest first, or everything", () => {
    expect(nearest("analize", ["analyse", "list", "show"])).toBe("did you mean analyse?");
    expect(nearest("work", ["workers", "tasks"])).toBe("did you mean workers?");
    expect(nearest("threads", ["event-loop", "thread-pool"])).toBe("did you mean thread-pool?");
    expect(nearest("lst", ["fit", "list"])).toBe("did you mean list?");
    expect(nearest("com", ["compare", "commands"])).toBe("did you mean compare or commands?");
    expect(nearest("zzzzzz", ["workers", "tasks"])).toBe("there are workers, tasks");
  });
});

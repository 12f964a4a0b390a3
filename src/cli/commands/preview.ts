import type { AddressInfo } from "node:net";
import { wholeNumber } from "../arguments.js";
import { command, option, outDirOf, outOption } from "../command.js";

const USUAL_PORT = 4173;

export const preview = command({
  name: "preview",
  args: "",
  summary: "Serve the site on 127.0.0.1",
  options: [outOption, option("--port <port>", `Port (default: ${USUAL_PORT}, or the next free one)`)],
  examples: ["preview", "preview --out public --port 8080"],
  async run(given, io) {
    const { serveFolder } = await import("./preview-server.js");
    const { port: asked } = given.options;
    const port = asked === undefined ? undefined : wholeNumber(asked, "--port", 0, 65_535);
    const server = await serveFolder(outDirOf(given), port ?? USUAL_PORT, port === undefined);
    const { port: bound } = server.address() as AddressInfo;
    io.out(`Serving http://127.0.0.1:${bound}/ until Ctrl-C\n`);
    await new Promise<void>((resolve) => io.onInterrupt(resolve));
    server.closeAllConnections();
    server.close();
    return {};
  },
});

import type { AddressInfo } from "node:net";
import { UserError } from "../../user-error.js";
import type { Command } from "../command.js";
import { outOption } from "./build.js";

const USUAL_PORT = 4173;

export const preview: Command = {
  name: "preview",
  args: "",
  summary: "Serve the site on 127.0.0.1",
  options: [outOption, { flag: "--port <port>", description: `Port (default: ${USUAL_PORT}, or the next free one)` }],
  examples: ["preview", "preview --out public --port 8080"],
  async run(given, io) {
    const { serveFolder } = await import("./preview-server.js");
    const port = portOf(given.text("port"));
    const server = await serveFolder(given.text("out") ?? "site", port ?? USUAL_PORT, port === undefined);
    const { port: bound } = server.address() as AddressInfo;
    io.out(`Serving http://127.0.0.1:${bound}/ until Ctrl-C\n`);
    await new Promise<void>((resolve) => io.onInterrupt(resolve));
    server.closeAllConnections();
    server.close();
    return 0;
  },
};

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UserError(`--port is "${text}": give a whole number from 0 to 65535`);
  }
  return port;
}

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Tells the parent where a child's server listens. */
export const announce = (server: Server): void => console.log(`listening ${(server.address() as AddressInfo).port}`);

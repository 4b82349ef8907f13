import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Stands in for the client that `prisma generate` writes: it hides every statement of Prisma's own. */
export async function playClient(service: string, source = "export class PrismaClient {}\n"): Promise<void> {
  const folder = join(service, "src/generated/prisma");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "client.ts"), source);
}

/** One that keeps what it is connected by: how that connects is tried by itself. */
export const WITH_ADAPTER = "export class PrismaClient { constructor({ adapter }) { this.adapter = adapter; } }\n";

import { createEmulator } from "@intunectl/graph-emulator";

const emulator = await createEmulator();
process.stdout.write(`${emulator.url}\n`);

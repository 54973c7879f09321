import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureAssigns } from "./assigns.ts";
import { measurePages } from "./pages.ts";
import { measureStart } from "./start.ts";

const start = await measureStart(9);
const assigns = await measureAssigns(20_000);
const pages = await measurePages(100_000);
const text = `# Measured

Node ${process.version}, ${process.platform} ${process.arch}. CPU time is that of the service's process, all threads; its client runs in another one. The start is of
built files (\`pnpm build\`), and wall time, median of nine.

## Start to first answer

${start.join("\n")}

## Assigns

POST …/assign over 16 connections, median of three rounds of 20,000. The floor is a node:http server that parses the same body
and sends an answer of the same size. On disk, every answer waits for its change to be there.

${assigns.join("\n")}

## Pages

Of 100 configurations, each with 20 assignments, in memory.

${pages.join("\n")}
`;
writeFileSync(join(import.meta.dirname, "results.md"), text);
process.stdout.write(text);

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { include } from "@intunectl/assignments";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { acceptWishes } from "../src/engine/accept.ts";
import { createRate, publishedRate } from "../src/engine/rate.ts";
import { type ApiServer, serveApi } from "../src/intake/serve.ts";
import { migrate } from "../src/store/migrate.ts";
import { openTestStore, wish } from "./engine-harness.ts";
import { configurationOf, group } from "./harness.ts";

const executablePath = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path));
// The machine must bring the browser: nothing here downloads one.
const skip = executablePath === undefined;
const pictures = process.env["INTUNE_WORKER_PICTURES"];
const asleep = { wake: () => Promise.resolve() };
let browser: Browser;

beforeAll(async () => {
  if (executablePath !== undefined)
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterAll(async () => {
  if (!skip) await browser.close();
});

/** Two tenants: one is asked to wait and has dead letters with long words, one has nothing. */
async function startApi(): Promise<ApiServer> {
  const store = await openTestStore("PGlite");
  await migrate(store);
  for (let index = 0; index < 12; index += 1)
    await acceptWishes(
      store,
      asleep,
      [
        wish(configurationOf(index), {
          tenant: "contoso.onmicrosoft.com",
          assignments: [{ target: include(group(1)) }],
        }),
      ],
      { principal: "pipeline", ...(index % 2 === 0 ? { onBehalfOf: "ana@contoso.onmicrosoft.com" } : {}) },
    );
  await store.query(
    `update intune_worker.wish set state = 'failed', settled_at = clock_timestamp(), message = $1 where configuration < $2`,
    [
      `<img src=x onerror="document.title='owned'"> the group aaaaaaaa-0000-4000-8000-000000000001 was not found. ${"W".repeat(90)}`,
      configurationOf(3),
    ],
  );
  await createRate(store, publishedRate).close("contoso.onmicrosoft.com", 3_600_000);
  const api = await serveApi(
    { kind: "tcp", host: "127.0.0.1", port: 0 },
    {
      store,
      queue: asleep,
      served: { tenants: ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com"], resources: [] },
      principalByToken: new Map([["s3cret", "ana"]]),
      whyNotReady: () => undefined,
    },
    () => {},
  );
  return api;
}

async function open(
  address: string,
  width: number,
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB" });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, complaints };
}

async function findViolations(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return await page.evaluate(async (source: string) => {
    // oxlint-disable-next-line no-eval
    (0, eval)(source);
    const { violations } = await (
      globalThis as never as {
        axe: {
          run(): Promise<{ violations: readonly { id: string; nodes: readonly { html: string }[] }[] }>;
        };
      }
    ).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  }, axe);
}

test.skipIf(skip).each([360, 768, 1280])(
  "at %i pixels the page shows queue, gate and dead letters, and nothing sticks out",
  async (width) => {
    const api = await startApi();
    onTestFinished(() => api.close());
    const { page, complaints } = await open(`${api.address}/#token=s3cret`, width);
    await page.getByText("As of").waitFor();
    expect(await page.locator("#waiting").textContent()).toBe("9");
    expect(await page.locator("#dead").textContent()).toBe("3");
    const rows = page.locator("#tenants tr");
    expect(await rows.nth(0).textContent()).toMatch(
      /contoso.*closed: the service asked to wait, 60 min left1never/,
    );
    expect(await rows.nth(1).textContent()).toMatch(/fabrikam.*open.*never/);
    expect(await page.locator("#letters tr").count()).toBe(3);
    const letters = await page.locator("#letters").textContent();
    expect(letters).toContain("<img src=x");
    expect(letters).toContain("ana@contoso.onmicrosoft.com (by pipeline)");
    expect(await page.title()).toBe("intune-worker");
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `status-${width}.png`), fullPage: true });
    expect(complaints).toEqual([]);
  },
);

test.skipIf(skip)("axe finds nothing to object to, in the light and in the dark", async () => {
  const api = await startApi();
  onTestFinished(() => api.close());
  const { page } = await open(`${api.address}/#token=s3cret`, 1280);
  await page.getByText("As of").waitFor();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findViolations(page)).toEqual([]);
  }
});

test.skipIf(skip)("without a token nothing is shown as nothing; one can be typed", async () => {
  const api = await startApi();
  onTestFinished(() => api.close());
  const { page } = await open(api.address, 1280);
  await page.getByText("Unknown: the token is not right").waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect(await page.locator("#content").isVisible()).toBe(false);
  await page.getByLabel("Token").fill("s3cret");
  await page.getByRole("button").click();
  await page.getByText("As of").waitFor();
  expect(await page.locator("#waiting").textContent()).toBe("9");
});

test.skipIf(skip)("when the worker is gone, what is shown is called old", async () => {
  const api = await startApi();
  const { page } = await open(`${api.address}/#token=s3cret`, 1280);
  await page.getByText("As of").waitFor();
  await page.route("**/v1/**", (route) => route.abort());
  await page.getByText(/^Old, of .*: the worker does not answer$/).waitFor();
  expect(await page.locator("#waiting").textContent()).toBe("9");
  await api.close();
});

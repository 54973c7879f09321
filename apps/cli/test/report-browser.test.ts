import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toReportHtml } from "../src/report/html.ts";
import { planToReport } from "../src/report/report-source.ts";
import { createLargePlan } from "./large-plan.ts";
import { createSamplePlan } from "./plans.ts";

const executablePath = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path));
// The machine must bring the browser: nothing here downloads one.
const noBrowser = executablePath === undefined;

let browser: Browser;
let folder: string;
let axe: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "intunectl-"));
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const maker = { version: "0.1.0", next: "intunectl apply plan.json" };
  const write = (name: string, html: string): Promise<void> => writeFile(join(folder, name), html);
  await write("plan.html", toReportHtml(planToReport(createSamplePlan()), maker));
  const wide = createLargePlan({ rows: 300, groups: 40, changedRows: 12 });
  await write("wide.html", toReportHtml(planToReport(wide), maker));
  const large = createLargePlan({ rows: 5000, groups: 18, changedRows: 5000 });
  await write("large.html", toReportHtml(planToReport(large), maker));
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}, 60_000);

afterAll(async () => {
  if (executablePath === undefined) return;
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  readonly asked: readonly string[];
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

async function open(name: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(join(folder, name)).href);
  return { page, asked, complaints, close: () => context.close() };
}

/** What axe finds, past the page's own policy: it is a script, and the page forbids those. */
async function findViolations(page: Page): Promise<readonly string[]> {
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

test
  .skipIf(noBrowser)
  .for([
    ["plan.html", "light", 1280] as const,
    ["plan.html", "dark", 768] as const,
    ["plan.html", "light", 390] as const,
    ["wide.html", "dark", 1280] as const,
  ])(
  "%s, %s, %i wide: axe finds nothing, no request leaves the page, nothing sticks out",
  async ([name, colorScheme, width]) => {
    const { page, asked, complaints, close } = await open(name, {
      colorScheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
    });
    expect(await findViolations(page)).toEqual([]);
    expect(asked).toEqual([pathToFileURL(join(folder, name)).href]);
    expect(complaints).toEqual([]);
    // The table scrolls in its own frame; the page itself never sideways.
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content).toBe(window);
    const pictures = fileURLToPath(new URL("../reports/screenshots/", import.meta.url));
    await mkdir(pictures, { recursive: true });
    await page.screenshot({
      path: join(pictures, `${name.replace(".html", "")}-${colorScheme}-${width}.png`),
      fullPage: true,
    });
    await close();
  },
);

const toVisible = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const row = [...document.querySelectorAll("tbody tr")].find((one) =>
      one.textContent.includes("OneDrive"),
    );
    return [...(row?.querySelectorAll("td") ?? [])]
      .map((cell) => (cell as HTMLElement).innerText.replaceAll(/\s+/g, " ").trim())
      .filter((text) => text !== "")
      .join(" | ");
  });

test.skipIf(noBrowser)(
  "before, diff and after are the same grid, switched by the keyboard alone",
  async () => {
    const { page, close } = await open("plan.html");
    const cells = (): Promise<number> => page.evaluate(() => document.querySelectorAll("td").length);
    const size = await cells();
    expect(await toVisible(page)).toBe(
      "included | included | included no filter → only Windows corporate owned",
    );
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("v-after");
    expect(await toVisible(page)).toBe("included | included | included only Windows corporate owned");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("v-before");
    expect(await toVisible(page)).toBe("included | included | included no filter");
    expect(await cells()).toBe(size);
    // Counts stay: they say what the plan does, whichever picture is shown.
    expect(await page.locator(".sum .a").isVisible()).toBe(true);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("wrap");
    await close();
  },
);

test.skipIf(noBrowser)("folded rows and folded groups open by the keyboard", async () => {
  const { page, close } = await open("wide.html");
  const shown = (): Promise<number> =>
    page.evaluate(
      () => [...document.querySelectorAll("tbody tr")].filter((row) => row.checkVisibility()).length,
    );
  expect(await shown()).toBe(12 + 5);
  await page.locator(".fold input").first().focus();
  await page.keyboard.press("Space");
  expect(await shown()).toBeGreaterThan(12 + 5 + 40);
  const details = page.locator("tbody details").first();
  await details.locator("summary").focus();
  await page.keyboard.press("Enter");
  expect(await details.locator("div").first().isVisible()).toBe(true);
  await close();
});

test.skipIf(noBrowser)("on paper there is no switch, no scrolling frame, and dark is light", async () => {
  const { page, close } = await open("plan.html", { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("fieldset").isVisible()).toBe(false);
  expect(
    await page.evaluate(() => [
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector(".wrap") ?? document.body).overflow,
    ]),
  ).toEqual(["rgb(255, 255, 255)", "visible"]);
  expect((await page.pdf()).length).toBeGreaterThan(1000);
  await close();
});

test.skipIf(noBrowser)("20 columns by 5,000 rows open whole, and can be scrolled to the end", async () => {
  const { page, complaints, close } = await open("large.html");
  expect(await page.locator("tbody tr").count()).toBe(5000);
  expect(await page.locator("tbody tr").first().locator("td").count()).toBe(20);
  await page.evaluate(() => document.querySelector(".wrap")?.scrollTo(0, 1e9));
  await expect.poll(() => page.locator("tbody tr").last().isVisible(), { timeout: 60_000 }).toBe(true);
  // The heads stay where they are.
  const top = await page.evaluate(() => {
    const [head, frame] = [document.querySelector("thead"), document.querySelector(".wrap")];
    return Math.abs((head?.getBoundingClientRect().top ?? 0) - (frame?.getBoundingClientRect().top ?? 99));
  });
  expect(top).toBeLessThan(3);
  expect(complaints).toEqual([]);
  await close();
});

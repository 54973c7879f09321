import { signInMethods } from "../auth/profile.ts";
import type { CommandDefinition } from "../command-definition.ts";

/** Commands about who you are. */
export const accountCommands: readonly CommandDefinition[] = [
  {
    name: "login",
    area: "account",
    summary: "sign in, and keep how",
    details: `Keeps how to sign in as a profile: tenant, app, method and cloud, never a secret. Secrets come from the environment
(\`AZURE_CLIENT_SECRET\`, \`AZURE_CLIENT_CERTIFICATE_PASSWORD\`). The token, and what renews the sign-in of a person, are kept
in files that you alone can read; \`logout\` takes them away. Each profile has its own, so two tenants do not get in each other's way.

An app of your own signs people in: \`intunectl setup\` says how to register one. In a pipeline no login is needed: the
environment is enough (\`intunectl help environment\`).`,
    options: [
      {
        flags: "--method <method>",
        summary: "how (default: browser)",
        choices: signInMethods,
      },
      { flags: "--client-id <id>", summary: "the app; also AZURE_CLIENT_ID" },
      { flags: "--certificate <path>", summary: "PEM with certificate and key", completes: "file" },
    ],
    examples: [
      "login --tenant contoso.onmicrosoft.com --client-id <id>",
      "login --method device-code --profile test",
    ],
    exitCodes: [0, 1, 4, 64],
    run: async (context, given) => await (await import("../commands/login.ts")).login(context, given),
  },
  {
    name: "logout",
    area: "account",
    summary: "forget the token of a profile",
    details: "The profile stays, so that `login` knows how; `--forget` takes it away too.",
    options: [{ flags: "--forget", summary: "the profile too" }],
    examples: ["logout", "logout --profile test --forget"],
    exitCodes: [0, 1, 64],
    run: async (context, given) => await (await import("../commands/logout.ts")).logout(context, given),
  },
  {
    name: "whoami",
    area: "account",
    summary: "say who is signed in, where, and with what permissions",
    details: "What the token says of itself. Sends nothing when a token is at hand.",
    examples: ["whoami", "whoami -o json -q permissions"],
    exitCodes: [0, 1, 4],
    run: async (context) => await (await import("../commands/whoami.ts")).whoami(context),
  },
  {
    name: "setup",
    area: "account",
    summary: "say how an administrator registers an app; sends nothing",
    details: `The commands to type, once for each tenant, with the least permissions. It creates nothing itself: who may register apps
and consent should see what is registered.`,
    options: [{ flags: "--read-only", summary: "an app that can only look" }],
    examples: ["setup --tenant contoso.onmicrosoft.com", "setup --read-only"],
    exitCodes: [0, 64],
    run: async (context, given) => await (await import("../commands/setup.ts")).setup(context, given),
  },
  {
    name: "doctor",
    area: "account",
    summary: "look at everything that a command needs, and say what to do",
    details: `Works signed out and offline: the version of Node, the way to the service, who is signed in and for how long, each permission
and the commands that need it, runs that did not come to their end, files that cannot be read. Exit 4 when signing in or a
permission would mend it.`,
    examples: ["doctor", "doctor -o json"],
    exitCodes: [0, 1, 4],
    run: async (context) => await (await import("../commands/doctor.ts")).doctor(context),
  },
  {
    name: "permissions",
    area: "account",
    summary: "list the least permissions that the commands, or a plan, need",
    details: "From the descriptions of the operations themselves. Needs no tenant.",
    arguments: [{ name: "plan", summary: "a plan saved by plan --out", isOptional: true, completes: "file" }],
    examples: ["permissions", "permissions plan.json"],
    exitCodes: [0, 64],
    run: async (context, given) =>
      await (await import("../commands/permissions.ts")).permissions(context, given),
  },
];

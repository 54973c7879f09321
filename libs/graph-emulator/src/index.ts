export { allDevicesAudience, allUsersAudience } from "./audience.ts";
export { demoFilters, demoGroups, demoSeed } from "./demo-seed.ts";
export { createEmulator } from "./emulator.ts";
export type { Emulator } from "./emulator.ts";
export type { Behaviour, EmulatorOptions, Surface } from "./options.ts";
export type { Seed, SeedAssignment, SeedEntity } from "./seed.ts";
export type { TokenRequest } from "./tokens.ts";

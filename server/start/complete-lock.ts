import { z } from "zod";

const packageShape = z.object({
  version: z.string().optional(),
  dev: z.literal(true).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

/** The part of package-lock.json that this reads. */
export const lockShape = z.object({ packages: z.record(z.string(), packageShape) });

export type Lock = z.infer<typeof lockShape>;

type LockedPackage = { version: string; dev?: true; optional: true; os?: string[]; cpu?: string[]; libc?: string[] };

/**
 * The packages of other platforms that a lock file lacks, as entries to add.
 *
 * npm leaves them out when the registry it installs from does not carry them, and `npm ci` then refuses the lock file everywhere.
 * Their versions are pinned by the packages that name them; npm fetches one only on its own platform.
 */
export function packagesToAdd({ packages }: Lock): Record<string, LockedPackage> {
  const added: Record<string, LockedPackage> = {};
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!/^\d/.test(version) || isProvided(packages, path, name)) continue;
      added[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) };
    }
  }
  return added;
}

/** Whether a package at `path` finds `name` in its own node_modules or one above it. */
function isProvided(packages: Lock["packages"], path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder}/node_modules/${name}`.replace(/^\//, "") in packages) return true;
    if (folder === "") return false;
    if (!folder.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

/** What npm would read from the package itself: the name says it. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.slice(name.lastIndexOf("/") + 1).split("-");
  const find = (known: readonly string[]) => known.filter((word) => words.includes(word));
  const os = find(["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"]);
  const cpu = find(["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"]);
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu")) && os.includes("linux")
      ? ["glibc"]
      : [];
  return { ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}), ...(libc.length > 0 ? { libc } : {}) };
}

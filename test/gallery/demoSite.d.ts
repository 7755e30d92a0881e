/** Made by vite.config.ts from assets/demo/site.yaml. */
declare module "virtual:demo-site" {
  export const demoSite: import("../../shared/site/site.ts").Site;
}

/**
 * Headers of every page and file, in both shells. No inline script or style, nothing from elsewhere, trusted types on:
 * names and notes come from outside and must never become markup (reference: Electron checklist, OWASP CSP).
 */

export type PageKind = "console" | "media" | "asset" | "site";

/** `embedMedia`: the console page carries the media page in a frame. */
export function pageHeaders(kind: PageKind, embedMedia: boolean): Record<string, string> {
  return {
    "Content-Security-Policy": policy(kind, embedMedia),
    "Permissions-Policy":
      "microphone=(self), autoplay=(self), speaker-selection=(self), camera=(), geolocation=(), display-capture=(), " +
      "usb=(), serial=(), hid=(), bluetooth=(), midi=(), payment=(), publickey-credentials-get=()",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
  };
}

function policy(kind: PageKind, embedMedia: boolean): string {
  // Plans and GeoJSON come with the site: an SVG opened by itself gets no script and no origin.
  if (kind === "site") return "default-src 'none'; style-src 'unsafe-inline'; sandbox";
  if (kind === "asset") return "default-src 'none'";
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    // 'self' covers the WebSocket of our own host and port in Chromium.
    "connect-src 'self'",
    "worker-src 'self'",
    `frame-src ${kind === "console" && embedMedia ? "'self'" : "'none'"}`,
    `frame-ancestors ${kind === "media" && embedMedia ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    // The sound page names the script of its one worker.
    `trusted-types ${kind === "media" ? "voiceGate" : "'none'"}`,
  ].join("; ");
}

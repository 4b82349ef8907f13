/** A repo with one of everything. */
export const SHOP = {
  domain: "acme.com",
  services: [
    { name: "web", kind: "web", host: "@", redirects: ["www", "old"], calls: ["inside"], bucket: "files" },
    { name: "api", source: "node", path: "/v1/*", aliases: ["*.t"], database: "d", cache: "c", jobs: ["mailer"] },
    { name: "inside", source: "existing", directory: "apps/inside", private: true, port: 4000 },
    { name: "mailer", kind: "worker", cache: "c", backlog: 5, min: 0, email: "noreply" },
    { name: "resizer", kind: "worker", source: "image", image: "nginx:1", queue: "sqs" },
    { name: "night", kind: "cron", schedule: "rate(1 day)" },
    { name: "site", kind: "static", redirects: ["blog"] },
  ],
  databases: [{ name: "d" }],
  caches: [{ name: "c" }],
  buckets: [{ name: "files" }],
};

export const lines = (text: string | null): string[] => (text ?? "").split("\n");

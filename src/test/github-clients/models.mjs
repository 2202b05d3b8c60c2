// GitHub's stand-ins, called models: recorded real answers and a stateful emulator, each behind a
// shim that gives ETags which depend on the token, answers conditions, and counts what it would
// cost. Tells where they are, then runs octokit against what each line of stdin names.
import { createHash } from "node:crypto";
import { createServer, request } from "node:http";
import { createInterface } from "node:readline";
import fixturesServer from "@octokit/fixtures-server";
import globToFixtures from "@octokit/fixtures-server/lib/glob-to-fixtures.js";
import { createEmulator } from "emulate";
import express from "express";
import { Octokit } from "octokit";

const TOKEN = "0000000000000000000000000000000000000001";

const listening = (server, port = 0) =>
  new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server.address().port)));

const freePort = async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** The shim before one model; `spent` counts what is no 304. */
const shim = async (target, asToken) => {
  const counts = { calls: 0, spent: 0 };
  const server = createServer((incoming, outgoing) => {
    const own = `http://${incoming.headers.host}`;
    const authorization = incoming.headers.authorization ?? "";
    const headers = { ...incoming.headers, host: new URL(target).host };
    delete headers["accept-encoding"];
    delete headers["if-none-match"];
    delete headers["http2-settings"];
    delete headers.upgrade;
    delete headers.connection;
    if (asToken) {
      headers.authorization = authorization.replace(/^Bearer /, "token ");
      headers.accept = "application/vnd.github.v3+json";
    }
    const passed = request(target + incoming.url, { method: incoming.method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const body = Buffer.concat(parts);
        const said = Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [
            name,
            String(value).replaceAll(target, own),
          ]),
        );
        delete said["transfer-encoding"];
        delete said["content-length"];
        said.vary = "Accept, Authorization, Cookie, X-GitHub-OTP";
        said.etag = `"${createHash("sha256")
          .update(`${incoming.headers.accept}:`)
          .update(authorization ? `${authorization}:` : "")
          .update(body)
          .digest("hex")}"`;
        const held =
          incoming.method === "GET" &&
          answer.statusCode === 200 &&
          incoming.headers["if-none-match"] === said.etag;
        counts.calls++;
        counts.spent += held ? 0 : 1;
        said["x-ratelimit-limit"] = "5000";
        said["x-ratelimit-remaining"] = String(5000 - counts.spent);
        said["x-ratelimit-reset"] = String(Math.floor(Date.now() / 3600000 + 1) * 3600);
        said["x-ratelimit-resource"] = "core";
        outgoing.writeHead(held ? 304 : answer.statusCode, said);
        outgoing.end(held ? undefined : body);
      });
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  return { base: `http://127.0.0.1:${await listening(server)}`, counts };
};

const recorded = async () => {
  const port = await freePort();
  const fixturesUrl = `http://127.0.0.1:${port}`;
  const app = express();
  app.use(
    fixturesServer({
      port,
      fixturesUrl,
      logLevel: "silent",
      ttl: 600000,
      fixtures: globToFixtures(
        "node_modules/@octokit/fixtures/scenarios/api.github.com/paginate-issues/normalized-fixture.json",
      ),
    }),
  );
  await listening(createServer(app), port);
  const loaded = await fetch(`${fixturesUrl}/fixtures`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ scenario: "paginate-issues" }),
  });
  return (await loaded.json()).url;
};

const emulated = async () =>
  (
    await createEmulator({
      service: "github",
      port: await freePort(),
      seed: {
        tokens: { [TOKEN]: { login: "octocat", scopes: ["repo"] } },
        github: {
          users: [{ login: "octocat" }],
          repos: [{ owner: "octocat", name: "hello-world", auto_init: true }],
        },
      },
    })
  ).url;

const models = {
  recorded: await shim(await recorded(), true),
  emulated: await shim(await emulated(), false),
};
console.log(JSON.stringify({ recorded: models.recorded.base, emulated: models.emulated.base }));

const octokit = (baseUrl) => {
  const client = new Octokit({ auth: TOKEN, baseUrl, throttle: { enabled: false }, retry: { enabled: false } });
  const modes = [];
  client.hook.after("request", (response) => modes.push(response.headers["x-peerdeck-cache"]));
  return { client, modes };
};

const runs = {
  async pages(baseUrl) {
    const { client, modes } = octokit(baseUrl);
    const issues = await client.paginate("GET /repos/{owner}/{repo}/issues", {
      owner: "octokit-fixture-org",
      repo: "paginate-issues",
      per_page: 3,
    });
    return { issues: issues.length, modes };
  },
  async repository(baseUrl) {
    const { client, modes } = octokit(baseUrl);
    const hello = { owner: "octocat", repo: "hello-world" };
    const first = await client.rest.repos.get(hello);
    const again = await client.rest.repos.get(hello);
    const issue = await client.rest.issues.create({ ...hello, title: "ü" });
    const issues = await client.rest.issues.listForRepo({
      ...hello,
      headers: { "cache-control": "no-cache" },
    });
    return {
      same: first.data.full_name === again.data.full_name && first.data.full_name,
      title: issue.data.title,
      listed: issues.data.map((one) => one.title),
      modes,
    };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { run, base } = JSON.parse(line);
  try {
    const result = await runs[run](base);
    console.log(JSON.stringify({ ...result, recorded: models.recorded.counts, emulated: models.emulated.counts }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
process.exit(0);

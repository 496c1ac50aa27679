// Node servers that bench/graphql.py compares ours with: node graphql_peers.mjs NAME PORT FOLDER MODULES
// Each has our schema as a text, over the finished answer in memory. MODULES is a node_modules folder.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [name, port, folder, modules] = process.argv.slice(2);
const require = createRequire(join(modules, "any.js"));
const typeDefs = readFileSync(join(folder, "schema.graphql"), "utf8");
const { data } = JSON.parse(readFileSync(join(folder, "answer.json"), "utf8"));
const resolvers = { Query: Object.fromEntries(Object.keys(data).map((key) => [key, () => data[key]])) };

const peers = {
  "graphql-yoga": () => {
    const { createSchema, createYoga } = require("graphql-yoga");
    const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false, graphiql: false });
    const server = createServer(yoga);
    server.keepAliveTimeout = 60_000;
    server.listen(Number(port), "127.0.0.1");
  },
  mercurius: () => {
    const app = require("fastify")({ logger: false, keepAliveTimeout: 60_000 });
    // A query is compiled once it has been asked for the first time.
    app.register(require("mercurius"), { schema: typeDefs, resolvers, jit: 1 });
    app.listen({ port: Number(port), host: "127.0.0.1" });
  },
};
peers[name]();

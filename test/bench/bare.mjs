/** Programs with a framework and nothing else around the query of a rendered API: they stand in its `dist`, and use its database. */

const OPEN = `
import { readConfig } from "./config.js";
import { openResources } from "./resources.js";
import { Events } from "./events.js";

const config = readConfig(process.env);
const log = { info() {}, warn: console.error, error: console.error, log() {} };
const { database } = await openResources(config, log);
`;
const SERVING = 'console.log("serving http");';

export const BARE = {
  node: `
import { fastify } from "fastify";
${OPEN}
const events = new Events(database);
const app = fastify();
app.get("/events", () => events.latest(20));
await app.listen({ port: config.PORT });
${SERVING}
`,
  nestjs: `
import "reflect-metadata";
import { Controller, Get, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { Event } from "./event.entity.js";
${OPEN}
const events = new Events(database.getRepository(Event));
class EventsController {
  latest() {
    return events.latest(20);
  }
}
Get()(EventsController.prototype, "latest", Object.getOwnPropertyDescriptor(EventsController.prototype, "latest"));
Controller("events")(EventsController);
class AppModule {}
Module({ controllers: [EventsController] })(AppModule);
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(config.PORT);
${SERVING}
`,
};

import {
  type CallHandler,
  type ExecutionContext,
  type LoggerService,
  type NestInterceptor,
  ServiceUnavailableException,
  StandardSchemaValidationPipe,
} from "@nestjs/common";
import type { NestExpressApplication } from "@nestjs/platform-express";
import compression, { type CompressionFilter } from "compression";
import helmet from "helmet";
import { type Observable, throwError, timeout } from "rxjs";
import { ANSWER_MS } from "./deadlines.ts";
import { Failures, followRequests } from "./follow.ts";
import { BODY_BYTES, limitServer, SECURITY_HEADERS } from "./requests.ts";

/** A request that is not answered in time is answered with 503. */
class InTime implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const late = () => throwError(() => new ServiceUnavailableException(`no answer within ${ANSWER_MS / 1000} s`));
    return next.handle().pipe(timeout({ first: ANSWER_MS, with: late }));
  }
}

/** What is long is compressed; not the events of a stream, each of which would wait for others to come. */
const isCompressed: CompressionFilter = (request, response) =>
  !String(response.getHeader("content-type")).startsWith("text/event-stream") && compression.filter(request, response);

/** What holds for every route. */
export function prepare(app: NestExpressApplication, logger: Pick<LoggerService, "log" | "error">): void {
  limitServer(app.getHttpServer());
  app.disable("x-powered-by");
  app.set("trust proxy", 1);
  app.use(followRequests(logger), helmet(SECURITY_HEADERS));
  // Nobody in front of it compresses: the load balancer does not.
  app.use(compression({ filter: isCompressed }));
  app.useBodyParser("json", { limit: BODY_BYTES });
  app.useBodyParser("urlencoded", { limit: BODY_BYTES, extended: true });
  app.useGlobalFilters(new Failures());
  app.useGlobalInterceptors(new InTime());
  // `@Query({ schema })` and `@Body({ schema })`: what does not fit a schema of Zod is answered with 400, and why.
  app.useGlobalPipes(new StandardSchemaValidationPipe());
}

import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, type LoggerService } from "@nestjs/common";
import type { NextFunction, Request, Response } from "express";
import { asError } from "./boot.ts";
import { follow, requestId, requestIdOf } from "./request-id.ts";
import { ABANDONED, failure, isMistake, isQuiet, lineOf } from "./requests.ts";

/** Every request has an id, and a line in the log. */
export const followRequests =
  (logger: Pick<LoggerService, "log" | "error">) => (request: Request, response: Response, next: NextFunction) => {
    const began = performance.now();
    const id = requestIdOf(request.headers);
    response.setHeader("x-request-id", id);
    response.once("close", () => {
      const answered = {
        requestId: id,
        method: request.method,
        route: request.route?.path,
        url: request.originalUrl,
        status: response.writableEnded ? response.statusCode : ABANDONED,
        ms: performance.now() - began,
      };
      if (isQuiet(answered)) return;
      const text = `${answered.method} ${answered.route ?? "no route"} ${answered.status}`;
      if (answered.status < 500) logger.log(text, lineOf(answered));
      else logger.error(text, lineOf(answered), response.locals.failure?.stack);
    });
    follow(id, next);
  };

/** An answer that tells nobody what is inside; what has failed is on the request's line in the log. */
@Catch()
export class Failures implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const error: Error & { statusCode?: number } = asError(thrown);
    const status = error instanceof HttpException ? error.getStatus() : (error.statusCode ?? 500);
    if (isMistake(status)) {
      const answer = error instanceof HttpException ? error.getResponse() : error.message;
      const fields = typeof answer === "string" ? { statusCode: status, message: answer } : answer;
      response.status(status).json({ ...fields, requestId: requestId() });
      return;
    }
    response.locals.failure = error;
    // The caller of an answer that has begun learns by its end that it is not whole.
    if (response.headersSent) response.destroy(error);
    else response.status(status === 503 ? 503 : 500).json(failure(status === 503 ? 503 : 500, requestId()));
  }
}

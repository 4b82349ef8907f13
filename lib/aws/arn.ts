/** What is read of the names that AWS gives to things: `arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-dev-api:7`. */

/** What stands after the last slash: `shop-dev-api:7`. */
export const lastPart = (arn = ""): string => arn.split("/").at(-1) ?? arn;

/** What stands after the last colon, in `arn:aws:rds:…:db:shop-dev-main`: `shop-dev-main`. */
export const nameIn = (arn: string): string => arn.split(":").at(-1) ?? arn;

export const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

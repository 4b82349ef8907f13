import { fault, json, parsedBody, type Service } from "./request.ts";

/** Parameters: where SST's buckets are, and the key of each stage's secrets. */
export const ssm: Service = ({ operation, region, body }, account) => {
  const { Name, Value, Type = "String", Overwrite = false } = parsedBody(body);
  const name = String(Name);
  const key = `${region}${name}`;
  const found = account.parameters.get(key);
  if (operation === "PutParameter") {
    if (found !== undefined && Overwrite !== true) return fault("ParameterAlreadyExists", name);
    account.parameters.set(key, String(Value));
    return json({ Version: 1 });
  }
  if (operation === "GetParameter")
    return found === undefined
      ? fault("ParameterNotFound", name)
      : json({ Parameter: { Name: name, Type, Value: found, Version: 1 } });
  if (operation === "DeleteParameter")
    return account.parameters.delete(key) ? json({}) : fault("ParameterNotFound", name);
  return undefined;
};

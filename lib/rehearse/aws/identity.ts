import { json, parsedBody, type Service, xml } from "./request.ts";

/** Who asks, the roles that every account has, and where SST's own images are. */

export const sts: Service = ({ operation }, { id }) =>
  operation === "GetCallerIdentity"
    ? xml(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${id}:assumed-role/rehearsal/space-sst</Arn><UserId>AROAREHEARSAL:space-sst</UserId><Account>${id}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      )
    : undefined;

export const iam: Service = ({ operation, body }, { id }) => {
  const name = new URLSearchParams(body.toString()).get("RoleName") ?? "";
  if (operation !== "GetRole") return undefined;
  return xml(
    `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><RoleName>${name}</RoleName><RoleId>AROAREHEARSAL</RoleId><Path>/</Path><Arn>arn:aws:iam::${id}:role/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role></GetRoleResult></GetRoleResponse>`,
  );
};

export const ecr: Service = ({ operation, region, body }, { id }) => {
  const { repositoryName, repositoryNames } = parsedBody(body);
  const name = String(repositoryName ?? (Array.isArray(repositoryNames) ? repositoryNames[0] : "sst-asset"));
  const host = `${id}.dkr.ecr.${region}.amazonaws.com`;
  const repository = { repositoryName: name, registryId: id, repositoryUri: `${host}/${name}` };
  if (operation === "CreateRepository") return json({ repository });
  if (operation === "DescribeRepositories") return json({ repositories: [repository] });
  return undefined;
};

import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

export interface Certificates {
  ca: string;
  cert: string;
  key: string;
}

/** One file for both: works with OpenSSL and with the LibreSSL of a Mac. */
const config = (names: string) => `
[req]
distinguished_name = name
prompt = no
[name]
CN = space-sst tests
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = ${names}
`;

/** An authority and a certificate for servers on this machine, or for those of other names, for a day. */
export async function makeCertificates(folder: string, names = "DNS:localhost, IP:127.0.0.1"): Promise<Certificates> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await writeFile(join(folder, "openssl.cnf"), config(names));
  const openssl = (...args: string[]) => execa("openssl", args, { cwd: folder });
  const fresh = ["-newkey", "rsa:2048", "-nodes", "-config", "openssl.cnf"];
  await openssl(
    "req",
    "-x509",
    ...fresh,
    "-extensions",
    "authority",
    "-days",
    "1",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  await openssl("req", ...fresh, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr");
  const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1"];
  const extensions = ["-extfile", "openssl.cnf", "-extensions", "server"];
  await openssl("x509", "-req", "-in", "server.csr", ...signed, ...extensions, "-out", "server.pem");
  return { ca: join(folder, "ca.pem"), cert: join(folder, "server.pem"), key: join(folder, "server.key") };
}

// In the place of the package: it says what it is asked, and knows of a server what PLAYED says.
const { roles = [], databases = [], taken = 0, broken } = JSON.parse(process.env.PLAYED ?? "{}");
const say = (line) => console.log(`> ${JSON.stringify(line)}`);
let asked = 0;

class Client {
  constructor(options) {
    say(["connect", options]);
  }

  async connect() {}

  async query(text, values = []) {
    say([text, values]);
    if (broken && text.includes(broken)) throw new Error("permission denied");
    const [, made] = /^CREATE ROLE "(.+?)"/.exec(text) ?? [];
    if (made !== undefined && roles.includes(made)) throw new Error(`role "${made}" already exists`);
    if (made !== undefined) roles.push(made);
    if (text.includes("pg_roles")) return { rowCount: Number(roles.includes(values[0])) };
    if (text.includes("pg_database")) return { rowCount: Number(databases.includes(values[0])) };
    if (text.includes("pg_try_advisory_lock")) return { rowCount: Number(++asked > taken) };
    return { rowCount: 0 };
  }

  async end() {
    say(["end"]);
  }
}

export default { Client };

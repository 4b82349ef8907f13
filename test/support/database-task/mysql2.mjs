// In the place of the package: it says what it is asked, and knows of a server what PLAYED says.
const { sessions = [], taken = 0, procedures = true, gone = [] } = JSON.parse(process.env.PLAYED ?? "{}");
const say = (line) => console.log(`> ${JSON.stringify(line)}`);
let asked = 0;

const refused = (message, code) => Object.assign(new Error(message), { code });

export default {
  createConnection: async (options) => {
    say(["connect", options]);
    return {
      query: async (text, values = []) => {
        say([text, values]);
        if (text.includes("rds_kill") && !procedures) throw refused("no such procedure", "ER_SP_DOES_NOT_EXIST");
        if (/rds_kill|^KILL/.test(text) && gone.includes(values[0]))
          throw refused("unknown thread", "ER_NO_SUCH_THREAD");
        if (text.includes("GET_LOCK")) return [[{ taken: Number(++asked > taken) }]];
        if (text.includes("PROCESSLIST")) return [sessions];
        return [[]];
      },
      end: async () => say(["end"]),
    };
  },
};

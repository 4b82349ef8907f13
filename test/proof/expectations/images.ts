import { objects, texts } from "../../../lib/proof/simulate/stack.ts";
import { type Context, type Expectation, object, sorted } from "./context.ts";

const repositories = ({ stack }: Context) => stack.of("aws:ecr/repository:Repository");
const images = ({ stack }: Context) => stack.of("docker-build:index:Image");

/** The tag of a repository that moves, as a place to read from and to write to. */
const places = (ref: unknown) => [`from ${ref}`, `to ${ref}`];

/** What is built: of which repository, from what, and beside what. */
export const built: Expectation[] = [
  {
    answer: "every service built from code has a repository of its own",
    wanted: ({ view }) =>
      view.services.filter(({ built }) => built).length + Number(view.databases.length > 0) + Number(view.has.tracing),
    actual: (context) => repositories(context).length,
  },
  {
    answer: "every image is built once and pushed to its repository",
    wanted: (context) => sorted(repositories(context).map(({ outputs }) => String(outputs.repositoryUrl))),
    actual: (context) =>
      sorted(
        images(context)
          .flatMap(({ inputs }) => texts(inputs.tags))
          .map((tag) => tag.replace(/:[^:/]*$/, "")),
      ),
  },
  {
    answer: "a build goes on from the steps of the one before, which are below the one tag that moves",
    wanted: (context) =>
      sorted(
        repositories(context).flatMap(({ inputs, outputs }) =>
          objects(inputs.imageTagMutabilityExclusionFilters).flatMap(({ filter }) =>
            places(`${outputs.repositoryUrl}:${filter}`),
          ),
        ),
      ),
    actual: (context) =>
      sorted(
        images(context).flatMap(({ inputs }) => [
          ...objects(inputs.cacheFrom).map(({ registry }) => `from ${object(registry).ref}`),
          ...objects(inputs.cacheTo).map(({ registry }) => `to ${object(registry).ref}`),
        ]),
      ),
  },
  {
    answer: "two images are built at a time",
    wanted: (context) => Math.min(2, images(context).length),
    actual: (context) => {
      const urns = new Set(images(context).map(({ urn }) => urn));
      const before = images(context).map(({ dependsOn }) => dependsOn.find((urn) => urns.has(urn)));
      return before.filter((urn, at) => urn === undefined || before.indexOf(urn) < at).length;
    },
  },
  {
    answer: "an image is built of its folder, for what runs it, and pushed to where it is pulled from",
    wanted: (context) =>
      images(context).map(({ name }) => ({
        name,
        platforms: [context.view.architecture === "arm64" ? "linux/arm64" : "linux/amd64"],
        within: true,
        pushed: true,
      })),
    actual: (context) =>
      images(context).map(({ name, inputs }) => {
        const folder = String(object(inputs.context).location);
        const [repository] = texts(inputs.tags).map((tag) => tag.replace(/:[^:/]*$/, ""));
        return {
          name,
          platforms: inputs.platforms,
          within: String(object(inputs.dockerfile).location).startsWith(`${folder}/`),
          pushed: objects(inputs.registries).some(
            ({ address, username }) => address === repository && username === "AWS",
          ),
        };
      }),
  },
];

import { type Cause, deployAgain } from "./types.ts";

export const IMAGES: Cause[] = [
  {
    id: "docker-daemon",
    when: /Cannot connect to the Docker daemon|failed to connect to the docker API|docker daemon is not running|error during connect:/i,
    cause: "Docker is not running on this machine, and images are built here",
    next: (place) => ["start Docker; docker info must answer", deployAgain(place)],
  },
  {
    id: "builder-refused",
    when: /--privileged=true is not allowed|authorization denied by plugin pipelines/,
    cause: "the runner refuses the container in which images are built: Bitbucket's runtimes before version 3 do",
    next: () => [
      'give the step a newer one in bitbucket-pipelines.yml: "runtime: { cloud: { version: "3" } }", as `upgrade` writes it',
    ],
  },
  {
    id: "disk-full",
    when: /no space left on device|ENOSPC/,
    cause: "the disk is full, of this machine or of Docker's",
    next: (place) => ["docker system df shows what Docker keeps; docker builder prune frees it", deployAgain(place)],
  },
  {
    id: "ecr-login",
    when: /no basic auth credentials|authorization token has expired|dkr\.ecr\.\S+.*(401 Unauthorized|403 Forbidden)|failed to authorize/i,
    cause: "the registry refuses the push: its login lasts twelve hours, and an old one can be in the way",
    next: (place) => [
      `docker logout the registry that the error names (….dkr.ecr.${place.region}.amazonaws.com)`,
      deployAgain(place),
    ],
  },
  {
    // Docker's own image store says what ECR answers, containerd's says only which request was refused.
    id: "image-tag-taken",
    when: /image tag '(?<tag>[\w.-]+)' already exists in the '(?<name>[\w./-]+)' repository|PUT request to https:\/\/[^/]+\.dkr\.ecr\.[^/]+\/v2\/(?<other>[\w./-]+)\/manifests\/(?!sha256:)(?<ref>[\w.-]+): 400 Bad Request/,
    cause:
      "a run that was ended right after its push has left this image, and the stage's state does not know it: ECR takes no tag twice",
    next: (place, { groups = {} }) => [
      `aws ecr batch-delete-image --region ${place.region} --repository-name ${groups.name ?? groups.other} --image-ids imageTag=${groups.tag ?? groups.ref}`,
      deployAgain(place),
    ],
  },
  {
    id: "ecr-push",
    when: /failed to (push|copy).*/i,
    cause: "the image could not be pushed to ECR; most often the connection broke off",
    next: (place) => [deployAgain(place).replace("then ", "")],
  },
  {
    id: "image-platform",
    when: /exec format error|does not contain descriptor matching platform|no matching manifest for/i,
    cause: "the image is for another processor than its tasks, which are linux/amd64",
    next: () => [
      "build it for linux/amd64: docker buildx build --platform linux/amd64, or FROM --platform=linux/amd64",
    ],
  },
  {
    id: "image-build",
    when: /failed to solve|failed to build|buildx|dockerfile parse error|executor failed running/i,
    cause: "an image does not build",
    next: (place) => ["build it alone to see why: docker build -f services/<name>/Dockerfile .", deployAgain(place)],
  },
];

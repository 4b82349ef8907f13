import { isEcsService, type View } from "../../../answers/view.ts";
import { arns, type Grant, type Grants, named } from "./grant.ts";

const images = ({ has }: View) => has.built || has.databases;
/** They start tasks of a deploy, or stop those of a cron. */
const functions = ({ has }: View) => has.databases || has.crons;
const scaled = ({ services }: View) => services.some(isEcsService);
/** Of tasks, or of what wakes a stage and lets it sleep. */
const schedules = ({ has, sleep }: View) => has.crons || (has.containers && sleep !== null);

const read: Grant[] = [
  { sid: "ContainersRead", actions: ["ecs:Describe*", "ecs:List*"] },
  {
    sid: "ImagesRead",
    when: images,
    actions: [
      "ecr:GetAuthorizationToken",
      "ecr:Describe*",
      "ecr:ListTagsForResource",
      "ecr:GetLifecyclePolicy",
      "ecr:GetRepositoryPolicy",
    ],
  },
  {
    sid: "ScalingRead",
    when: scaled,
    actions: ["application-autoscaling:Describe*", "application-autoscaling:ListTagsForResource"],
  },
  {
    sid: "SchedulesRead",
    when: schedules,
    actions: ["scheduler:GetSchedule", "scheduler:ListTagsForResource"],
    on: named("scheduler", "schedule/*/"),
  },
  {
    sid: "FunctionsRead",
    when: functions,
    actions: ["lambda:GetFunction*", "lambda:ListVersionsByFunction", "lambda:ListTags", "lambda:GetPolicy"],
    on: named("lambda", "function:"),
  },
];

const write: Grant[] = [
  // A new version of a task is nothing that has a name yet.
  {
    sid: "TaskDefinitions",
    actions: ["ecs:RegisterTaskDefinition", "ecs:DeregisterTaskDefinition", "ecs:CreateCluster"],
  },
  {
    sid: "Containers",
    actions: [
      "ecs:UpdateCluster*",
      "ecs:DeleteCluster",
      "ecs:PutClusterCapacityProviders",
      "ecs:CreateService",
      "ecs:UpdateService",
      "ecs:DeleteService",
      "ecs:TagResource",
      "ecs:UntagResource",
    ],
    on: arns(
      "ecs",
      (prefix) => `cluster/${prefix}`,
      (prefix) => `service/${prefix}/*`,
      (prefix) => `task-definition/${prefix}-*`,
    ),
  },
  {
    sid: "Images",
    when: images,
    actions: [
      "ecr:CreateRepository",
      "ecr:DeleteRepository",
      "ecr:TagResource",
      "ecr:UntagResource",
      "ecr:PutImageScanningConfiguration",
      "ecr:PutImageTagMutability",
      "ecr:PutLifecyclePolicy",
      "ecr:DeleteLifecyclePolicy",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:UploadLayerPart",
      "ecr:CompleteLayerUpload",
      "ecr:PutImage",
      "ecr:BatchDeleteImage",
      "ecr:ListImages",
    ],
    on: named("ecr", "repository/"),
  },
  {
    sid: "Functions",
    when: functions,
    actions: [
      "lambda:CreateFunction",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
      "lambda:DeleteFunction",
      "lambda:InvokeFunction",
      "lambda:AddPermission",
      "lambda:RemovePermission",
      "lambda:TagResource",
      "lambda:UntagResource",
    ],
    on: named("lambda", "function:"),
  },
  {
    sid: "Scaling",
    when: scaled,
    actions: [
      "application-autoscaling:RegisterScalableTarget",
      "application-autoscaling:DeregisterScalableTarget",
      "application-autoscaling:PutScalingPolicy",
      "application-autoscaling:DeleteScalingPolicy",
      "application-autoscaling:TagResource",
      "application-autoscaling:UntagResource",
    ],
  },
  {
    sid: "Schedules",
    when: schedules,
    actions: ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"],
    on: named("scheduler", "schedule/*/"),
  },
];

/** What runs code. */
export const compute: Grants = { read, write };

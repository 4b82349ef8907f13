import type { Resource } from "../../../lib/proof/simulate/types.ts";

/**
 * What Pulumi's AWS provider calls to create, read, update, tag and delete each type of resource, with its ARN as IAM
 * compares it. From the sources of the provider that it wraps (internal/service/*) and the service authorization
 * reference; and what SST, the image's builder and AWS ask of it in the name of the deploy. An action that IAM limits to no resource, or to one of another type, is in `free`.
 */
export interface Needed {
  /** Actions on the resource itself. */
  own?: string;
  free?: string;
  /** Its ARN, where that of the simulation is not the one that IAM compares. */
  arn?: (resource: Resource, place: Place) => string;
}

export interface Place {
  account: string;
  region: string;
  cluster: string;
}

const text = (value: unknown): string => String(value ?? "");
const name =
  (key = "name") =>
  ({ inputs }: Resource) =>
    text(inputs[key]);
const at =
  (service: string, kind: string, of = name()) =>
  (resource: Resource, { account }: Place) =>
    `arn:aws:${service}:${resource.region}:${account}:${kind}${of(resource)}`;
const bucket = ({ inputs }: Resource) => `arn:aws:s3:::${text(inputs.bucket)}`;
const vault = at("backup", "backup-vault:", name("backupVaultName"));

const securityGroups =
  "ec2:DescribeSecurityGroups ec2:DescribeSecurityGroupRules ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress ec2:CreateTags";
const kmsUse = "kms:DescribeKey";

export const NEEDED: Readonly<Record<string, Needed>> = {
  "aws:acm/certificate:Certificate": {
    free: "acm:GetCertificate acm:ListCertificates",
    own: "acm:RequestCertificate acm:DescribeCertificate acm:ListTagsForCertificate acm:AddTagsToCertificate acm:RemoveTagsFromCertificate acm:DeleteCertificate acm:UpdateCertificateOptions",
  },
  "aws:acm/certificateValidation:CertificateValidation": { free: "acm:DescribeCertificate" },
  "aws:appautoscaling/policy:Policy": {
    free: "application-autoscaling:PutScalingPolicy application-autoscaling:DescribeScalingPolicies application-autoscaling:DeleteScalingPolicy cloudwatch:DescribeAlarms",
  },
  "aws:appautoscaling/target:Target": {
    free: "application-autoscaling:RegisterScalableTarget application-autoscaling:DescribeScalableTargets application-autoscaling:DeregisterScalableTarget application-autoscaling:ListTagsForResource application-autoscaling:TagResource application-autoscaling:UntagResource",
  },
  "aws:backup/plan:Plan": {
    own: "backup:CreateBackupPlan backup:GetBackupPlan backup:UpdateBackupPlan backup:DeleteBackupPlan backup:ListTags backup:TagResource backup:UntagResource",
  },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    own: "backup:CreateRestoreTestingPlan backup:GetRestoreTestingPlan backup:UpdateRestoreTestingPlan backup:DeleteRestoreTestingPlan backup:ListTags backup:TagResource",
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    free: "backup:CreateRestoreTestingSelection backup:GetRestoreTestingSelection backup:UpdateRestoreTestingSelection backup:DeleteRestoreTestingSelection",
  },
  "aws:backup/selection:Selection": {
    free: "backup:CreateBackupSelection backup:GetBackupSelection backup:DeleteBackupSelection",
  },
  "aws:backup/vault:Vault": {
    own: "backup:CopyIntoBackupVault backup:CreateBackupVault backup:DescribeBackupVault backup:DeleteBackupVault backup:ListTags backup:TagResource backup:UntagResource backup:ListRecoveryPointsByBackupVault backup:DeleteRecoveryPoint",
    free: "backup-storage:MountCapsule kms:CreateGrant kms:GenerateDataKey kms:Decrypt kms:RetireGrant kms:DescribeKey",
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    own: "backup:PutBackupVaultLockConfiguration backup:DescribeBackupVault backup:DeleteBackupVaultLockConfiguration",
    arn: vault,
  },
  "aws:backup/vaultPolicy:VaultPolicy": {
    own: "backup:PutBackupVaultAccessPolicy backup:GetBackupVaultAccessPolicy backup:DeleteBackupVaultAccessPolicy",
    arn: vault,
  },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    free: "chatbot:CreateSlackChannelConfiguration chatbot:DescribeSlackChannelConfigurations chatbot:UpdateSlackChannelConfiguration chatbot:DeleteSlackChannelConfiguration chatbot:ListTagsForResource chatbot:TagResource chatbot:UntagResource",
  },
  "aws:cloudfront/distribution:Distribution": {
    free: "cloudfront:CreateInvalidation cloudfront:CreateOriginAccessControl cloudfront:UpdateOriginAccessControl cloudfront:DeleteOriginAccessControl",
    own: "cloudfront:CreateDistribution cloudfront:GetDistribution cloudfront:UpdateDistribution cloudfront:DeleteDistribution cloudfront:ListTagsForResource cloudfront:TagResource cloudfront:UntagResource",
    arn: (_, { account }) => `arn:aws:cloudfront::${account}:distribution/E123`,
  },
  "aws:cloudfront/function:Function": {
    free: "cloudfront:CreateFunction",
    own: "cloudfront:DescribeFunction cloudfront:GetFunction cloudfront:UpdateFunction cloudfront:PublishFunction cloudfront:DeleteFunction",
    arn: ({ inputs }, { account }) => `arn:aws:cloudfront::${account}:function/${text(inputs.name)}`,
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": {
    own: "cloudfront:DescribeKeyValueStore cloudfront:UpdateKeyValueStore cloudfront:DeleteKeyValueStore cloudfront-keyvaluestore:DescribeKeyValueStore cloudfront-keyvaluestore:ListKeys cloudfront-keyvaluestore:PutKey cloudfront-keyvaluestore:UpdateKeys cloudfront-keyvaluestore:DeleteKey",
    free: "cloudfront:CreateKeyValueStore",
    arn: (_, { account }) => `arn:aws:cloudfront::${account}:key-value-store/8f3c`,
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    own: "cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards",
    arn: ({ inputs }, { account }) => `arn:aws:cloudwatch::${account}:dashboard/${text(inputs.dashboardName)}`,
  },
  "aws:cloudwatch/eventRule:EventRule": {
    own: "events:EnableRule events:DisableRule events:PutRule events:DescribeRule events:DeleteRule events:ListTagsForResource events:TagResource events:UntagResource",
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    own: "events:PutTargets events:ListTargetsByRule events:RemoveTargets",
    arn: at("events", "rule/", name("rule")),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    own: "logs:CreateLogGroup logs:PutRetentionPolicy logs:DeleteRetentionPolicy logs:AssociateKmsKey logs:DisassociateKmsKey logs:ListTagsForResource logs:TagResource logs:UntagResource logs:DeleteLogGroup",
    free: "logs:DescribeLogGroups",
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    own: "logs:PutMetricFilter logs:DeleteMetricFilter",
    free: "logs:DescribeMetricFilters",
    arn: at("logs", "log-group:", name("logGroupName")),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    own: "cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms cloudwatch:ListTagsForResource cloudwatch:TagResource cloudwatch:UntagResource",
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { free: securityGroups },
  "aws:ec2/eip:Eip": {
    own: "ec2:AssociateAddress ec2:AllocateAddress ec2:DescribeAddresses ec2:DescribeAddressesAttribute ec2:CreateTags ec2:DeleteTags ec2:DisassociateAddress ec2:ReleaseAddress",
  },
  "aws:ec2/flowLog:FlowLog": { own: "ec2:CreateFlowLogs ec2:DescribeFlowLogs ec2:DeleteFlowLogs ec2:CreateTags" },
  "aws:ec2/instance:Instance": {
    own: "ec2:MonitorInstances ec2:UnmonitorInstances ec2:RunInstances ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeInstanceAttribute ec2:DescribeInstanceCreditSpecifications ec2:DescribeVolumes ec2:DescribeTags ec2:DescribeImages ec2:ModifyInstanceAttribute ec2:ModifyInstanceMetadataOptions ec2:StopInstances ec2:StartInstances ec2:TerminateInstances ec2:CreateTags ec2:DeleteTags",
  },
  "aws:ec2/internetGateway:InternetGateway": {
    own: "ec2:CreateInternetGateway ec2:AttachInternetGateway ec2:DescribeInternetGateways ec2:DetachInternetGateway ec2:DeleteInternetGateway ec2:CreateTags",
  },
  "aws:ec2/natGateway:NatGateway": {
    own: "ec2:CreateNatGateway ec2:DescribeNatGateways ec2:DeleteNatGateway ec2:CreateTags",
  },
  "aws:ec2/routeTable:RouteTable": {
    own: "ec2:CreateRouteTable ec2:CreateRoute ec2:ReplaceRoute ec2:DescribeRouteTables ec2:DisassociateRouteTable ec2:DeleteRoute ec2:DeleteRouteTable ec2:CreateTags",
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    own: "ec2:DisassociateRouteTable",
    free: "ec2:AssociateRouteTable ec2:DescribeRouteTables ec2:ReplaceRouteTableAssociation",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    own: `ec2:UpdateSecurityGroupRuleDescriptionsIngress ec2:CreateSecurityGroup ${securityGroups} ec2:DeleteSecurityGroup ec2:DescribeNetworkInterfaces ec2:DeleteTags`,
  },
  "aws:ec2/subnet:Subnet": {
    own: "ec2:CreateSubnet ec2:DescribeSubnets ec2:ModifySubnetAttribute ec2:DeleteSubnet ec2:DescribeNetworkInterfaces ec2:CreateTags",
  },
  "aws:ec2/vpc:Vpc": {
    own: "ec2:CreateVpc ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:ModifyVpcAttribute ec2:DeleteVpc ec2:DescribeNetworkAcls ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:CreateTags",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    own: "ec2:CreateVpcEndpoint ec2:DescribeVpcEndpoints ec2:DescribePrefixLists ec2:ModifyVpcEndpoint ec2:DeleteVpcEndpoints ec2:CreateTags",
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    own: "ecr:PutLifecyclePolicy ecr:GetLifecyclePolicy ecr:DeleteLifecyclePolicy",
    arn: at("ecr", "repository/", name("repository")),
  },
  "aws:ecr/repository:Repository": {
    own: "ecr:GetDownloadUrlForLayer ecr:ListImages ecr:BatchDeleteImage ecr:GetRepositoryPolicy ecr:CreateRepository ecr:DescribeRepositories ecr:ListTagsForResource ecr:TagResource ecr:UntagResource ecr:PutImageScanningConfiguration ecr:PutImageTagMutability ecr:DeleteRepository ecr:InitiateLayerUpload ecr:UploadLayerPart ecr:CompleteLayerUpload ecr:PutImage ecr:BatchCheckLayerAvailability ecr:BatchGetImage",
    free: `ecr:GetAuthorizationToken ${kmsUse} kms:CreateGrant kms:RetireGrant`,
  },
  "aws:ecs/cluster:Cluster": {
    own: "ecs:CreateCluster ecs:DescribeClusters ecs:UpdateCluster ecs:UpdateClusterSettings ecs:DeleteCluster ecs:TagResource ecs:UntagResource",
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    own: "ecs:PutClusterCapacityProviders ecs:DescribeClusters",
    arn: at("ecs", "cluster/", name("clusterName")),
  },
  "aws:ecs/service:Service": {
    own: "ecs:CreateService ecs:DescribeServices ecs:UpdateService ecs:DeleteService ecs:TagResource ecs:UntagResource ecs:ListServiceDeployments ecs:DescribeServiceDeployments",
    arn: (resource, { account, cluster }) =>
      `arn:aws:ecs:${resource.region}:${account}:service/${cluster}/${text(resource.inputs.name)}`,
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    own: "ecs:TagResource ecs:UntagResource",
    free: "ecs:RegisterTaskDefinition ecs:DescribeTaskDefinition ecs:DeregisterTaskDefinition",
  },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    own: "elasticache:CreateCacheParameterGroup elasticache:DescribeCacheParameterGroups elasticache:DescribeCacheParameters elasticache:ModifyCacheParameterGroup elasticache:ResetCacheParameterGroup elasticache:DeleteCacheParameterGroup elasticache:ListTagsForResource elasticache:AddTagsToResource elasticache:RemoveTagsFromResource",
    arn: at("elasticache", "parametergroup:"),
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    own: "elasticache:TestFailover elasticache:CreateReplicationGroup elasticache:DescribeReplicationGroups elasticache:ModifyReplicationGroup elasticache:ModifyReplicationGroupShardConfiguration elasticache:IncreaseReplicaCount elasticache:DecreaseReplicaCount elasticache:DeleteReplicationGroup elasticache:CreateSnapshot elasticache:ListTagsForResource elasticache:AddTagsToResource elasticache:RemoveTagsFromResource",
    free: `elasticache:DescribeCacheClusters ${kmsUse} kms:CreateGrant`,
    arn: at("elasticache", "replicationgroup:", name("replicationGroupId")),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    own: "elasticache:CreateCacheSubnetGroup elasticache:DescribeCacheSubnetGroups elasticache:ModifyCacheSubnetGroup elasticache:DeleteCacheSubnetGroup elasticache:ListTagsForResource elasticache:AddTagsToResource",
    arn: at("elasticache", "subnetgroup:"),
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    own: "iam:ListInstanceProfileTags iam:CreateInstanceProfile iam:GetInstanceProfile iam:AddRoleToInstanceProfile iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile iam:TagInstanceProfile iam:UntagInstanceProfile",
  },
  "aws:iam/role:Role": {
    own: "iam:ListRoleTags iam:CreateRole iam:GetRole iam:UpdateRole iam:UpdateRoleDescription iam:UpdateAssumeRolePolicy iam:DeleteRole iam:ListRolePolicies iam:GetRolePolicy iam:PutRolePolicy iam:DeleteRolePolicy iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole iam:TagRole iam:UntagRole",
  },
  "aws:kms/alias:Alias": { own: "kms:CreateAlias kms:UpdateAlias kms:DeleteAlias", free: "kms:ListAliases" },
  "aws:kms/key:Key": {
    own: "kms:CancelKeyDeletion kms:Encrypt kms:ReEncryptFrom kms:CreateKey kms:DescribeKey kms:GetKeyPolicy kms:PutKeyPolicy kms:GetKeyRotationStatus kms:EnableKeyRotation kms:DisableKeyRotation kms:UpdateKeyDescription kms:ListResourceTags kms:TagResource kms:UntagResource kms:ScheduleKeyDeletion kms:CreateAlias kms:UpdateAlias kms:DeleteAlias kms:GenerateDataKey kms:Decrypt",
  },
  "aws:lambda/function:Function": {
    own: "lambda:CreateFunction lambda:GetFunction lambda:GetFunctionConfiguration lambda:GetFunctionCodeSigningConfig lambda:ListVersionsByFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:DeleteFunction lambda:TagResource lambda:UntagResource lambda:ListTags",
  },
  "aws:lambda/invocation:Invocation": {
    own: "lambda:InvokeFunction",
    arn: at("lambda", "function:", name("functionName")),
  },
  "aws:lambda/permission:Permission": {
    own: "lambda:AddPermission lambda:GetPolicy lambda:RemovePermission",
    arn: at("lambda", "function:", name("function")),
  },
  "aws:lb/listener:Listener": {
    own: "elasticloadbalancing:CreateListener elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyListenerAttributes elasticloadbalancing:DeleteListener elasticloadbalancing:DescribeTags elasticloadbalancing:AddTags elasticloadbalancing:RemoveTags",
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    own: "elasticloadbalancing:AddListenerCertificates elasticloadbalancing:RemoveListenerCertificates elasticloadbalancing:DescribeListenerCertificates",
    arn: ({ inputs }) => String(inputs.listenerArn),
  },
  "aws:lb/listenerRule:ListenerRule": {
    own: "elasticloadbalancing:CreateRule elasticloadbalancing:DescribeRules elasticloadbalancing:ModifyRule elasticloadbalancing:SetRulePriorities elasticloadbalancing:DeleteRule elasticloadbalancing:AddTags",
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    own: "elasticloadbalancing:SetIpAddressType elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes elasticloadbalancing:ModifyLoadBalancerAttributes elasticloadbalancing:SetSecurityGroups elasticloadbalancing:SetSubnets elasticloadbalancing:DeleteLoadBalancer elasticloadbalancing:AddTags elasticloadbalancing:RemoveTags",
    free: "ec2:GetSecurityGroupsForVpc ec2:DescribeNetworkInterfaces ec2:DescribeAccountAttributes ec2:DescribeInternetGateways",
  },
  "aws:lb/targetGroup:TargetGroup": {
    own: "elasticloadbalancing:CreateTargetGroup elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes elasticloadbalancing:DeleteTargetGroup elasticloadbalancing:AddTags",
  },
  "aws:rds/cluster:Cluster": {
    own: "rds:CreateDBCluster rds:DescribeDBClusters rds:ModifyDBCluster rds:DeleteDBCluster rds:ListTagsForResource rds:AddTagsToResource rds:RemoveTagsFromResource",
    free: `rds:DescribeGlobalClusters ${kmsUse} kms:CreateGrant`,
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    own: "rds:CreateDBInstance rds:DescribeDBInstances rds:ModifyDBInstance rds:RebootDBInstance rds:DeleteDBInstance rds:ListTagsForResource rds:AddTagsToResource",
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    own: "rds:CreateDBClusterParameterGroup rds:DescribeDBClusterParameterGroups rds:DescribeDBClusterParameters rds:ModifyDBClusterParameterGroup rds:ResetDBClusterParameterGroup rds:DeleteDBClusterParameterGroup rds:AddTagsToResource",
  },
  "aws:rds/eventSubscription:EventSubscription": {
    own: "rds:RemoveSourceIdentifierFromSubscription rds:CreateEventSubscription rds:DescribeEventSubscriptions rds:ModifyEventSubscription rds:DeleteEventSubscription rds:AddSourceIdentifierToSubscription rds:ListTagsForResource rds:AddTagsToResource",
    arn: at("rds", "es:"),
  },
  "aws:rds/instance:Instance": {
    own: "rds:StartDBInstance rds:CreateDBInstance rds:DescribeDBInstances rds:ModifyDBInstance rds:RebootDBInstance rds:DeleteDBInstance rds:DeleteDBInstanceAutomatedBackup rds:CreateBlueGreenDeployment rds:ListTagsForResource rds:AddTagsToResource rds:RemoveTagsFromResource",
    free: `rds:DescribeBlueGreenDeployments rds:DescribeDBInstanceAutomatedBackups ${kmsUse} kms:CreateGrant`,
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    own: "rds:CreateDBParameterGroup rds:DescribeDBParameterGroups rds:DescribeDBParameters rds:ModifyDBParameterGroup rds:ResetDBParameterGroup rds:DeleteDBParameterGroup rds:ListTagsForResource rds:AddTagsToResource",
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    own: "rds:CreateDBSubnetGroup rds:DescribeDBSubnetGroups rds:ModifyDBSubnetGroup rds:DeleteDBSubnetGroup rds:ListTagsForResource rds:AddTagsToResource",
  },
  "aws:route53/healthCheck:HealthCheck": {
    free: "route53:CreateHealthCheck",
    own: "route53:GetHealthCheck route53:UpdateHealthCheck route53:DeleteHealthCheck route53:ListTagsForResource route53:ChangeTagsForResource",
  },
  "aws:route53/record:Record": {
    own: "route53:ChangeResourceRecordSets route53:GetHostedZone route53:ListResourceRecordSets",
    free: "route53:GetChange route53:ListHostedZones",
    arn: ({ inputs }) => `arn:aws:route53:::hostedzone/${text(inputs.zoneId)}`,
  },
  "aws:s3/bucket:Bucket": {
    own: "s3:TagResource s3:UntagResource s3:ListTagsForResource s3:GetObject s3:PutObject s3:DeleteObject s3:CreateBucket s3:ListBucket s3:GetBucketAcl s3:GetBucketLocation s3:GetBucketPolicy s3:GetBucketTagging s3:PutBucketTagging s3:GetBucketVersioning s3:GetBucketCORS s3:GetBucketWebsite s3:GetBucketLogging s3:GetBucketRequestPayment s3:GetBucketObjectLockConfiguration s3:GetLifecycleConfiguration s3:GetEncryptionConfiguration s3:GetReplicationConfiguration s3:GetAccelerateConfiguration s3:ListBucketVersions s3:DeleteBucket",
    arn: bucket,
  },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": { own: "s3:PutBucketCORS s3:GetBucketCORS", arn: bucket },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    own: "s3:PutLifecycleConfiguration s3:GetLifecycleConfiguration",
    arn: bucket,
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    own: "s3:PutBucketPolicy s3:GetBucketPolicy s3:DeleteBucketPolicy",
    arn: bucket,
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    own: "s3:PutBucketPublicAccessBlock s3:GetBucketPublicAccessBlock",
    arn: bucket,
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    own: "s3:PutEncryptionConfiguration s3:GetEncryptionConfiguration",
    arn: bucket,
  },
  "aws:s3/bucketVersioning:BucketVersioning": { own: "s3:PutBucketVersioning s3:GetBucketVersioning", arn: bucket },
  "aws:scheduler/schedule:Schedule": {
    own: "scheduler:ListTagsForResource scheduler:CreateSchedule scheduler:GetSchedule scheduler:UpdateSchedule scheduler:DeleteSchedule",
    arn: at("scheduler", "schedule/default/"),
  },
  "aws:secretsmanager/secret:Secret": {
    own: "secretsmanager:RestoreSecret secretsmanager:PutResourcePolicy secretsmanager:DeleteResourcePolicy secretsmanager:CreateSecret secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy secretsmanager:UpdateSecret secretsmanager:DeleteSecret secretsmanager:TagResource secretsmanager:UntagResource",
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    own: "secretsmanager:PutSecretValue secretsmanager:GetSecretValue secretsmanager:UpdateSecretVersionStage secretsmanager:ListSecretVersionIds",
    arn: ({ inputs }) => text(inputs.secretId),
  },
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    own: "servicediscovery:CreatePrivateDnsNamespace servicediscovery:GetNamespace servicediscovery:GetOperation servicediscovery:UpdatePrivateDnsNamespace servicediscovery:DeleteNamespace servicediscovery:ListTagsForResource servicediscovery:TagResource servicediscovery:UntagResource",
    free: "route53:AssociateVPCWithHostedZone route53:CreateHostedZone route53:GetHostedZone route53:ListHostedZonesByName ec2:DescribeVpcs ec2:DescribeRegions",
  },
  "aws:servicediscovery/service:Service": {
    own: "servicediscovery:CreateService servicediscovery:GetService servicediscovery:UpdateService servicediscovery:DeleteService servicediscovery:ListInstances servicediscovery:DeregisterInstance servicediscovery:ListTagsForResource servicediscovery:TagResource servicediscovery:UntagResource",
    free: "servicediscovery:GetOperation",
  },
  "aws:budgets/budget:Budget": {
    own: "budgets:ModifyBudget budgets:ViewBudget budgets:ListTagsForResource budgets:TagResource budgets:UntagResource",
  },
  "aws:sesv2/configurationSet:ConfigurationSet": {
    own: "ses:CreateConfigurationSet ses:GetConfigurationSet ses:PutConfigurationSetDeliveryOptions ses:PutConfigurationSetReputationOptions ses:PutConfigurationSetSendingOptions ses:PutConfigurationSetSuppressionOptions ses:PutConfigurationSetTrackingOptions ses:PutConfigurationSetVdmOptions ses:DeleteConfigurationSet ses:ListTagsForResource ses:TagResource ses:UntagResource",
  },
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
    own: "ses:CreateConfigurationSetEventDestination ses:GetConfigurationSetEventDestinations ses:UpdateConfigurationSetEventDestination ses:DeleteConfigurationSetEventDestination",
    arn: at("ses", "configuration-set/", name("configurationSetName")),
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    own: "ses:CreateEmailIdentity ses:GetEmailIdentity ses:PutEmailIdentityConfigurationSetAttributes ses:PutEmailIdentityDkimSigningAttributes ses:DeleteEmailIdentity ses:ListTagsForResource ses:TagResource ses:UntagResource",
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    own: "ses:PutEmailIdentityMailFromAttributes ses:GetEmailIdentity",
    arn: at("ses", "identity/", name("emailIdentity")),
  },
  "aws:sns/topic:Topic": {
    own: "sns:CreateTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:DeleteTopic sns:ListTagsForResource sns:TagResource sns:UntagResource",
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    own: "sns:SetTopicAttributes sns:GetTopicAttributes",
    arn: ({ inputs }) => text(inputs.arn),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    own: "sns:SetSubscriptionAttributes sns:ConfirmSubscription sns:Subscribe",
    free: "sns:GetSubscriptionAttributes sns:Unsubscribe",
    arn: ({ inputs }) => text(inputs.topic),
  },
  "aws:sqs/queue:Queue": {
    own: "sqs:GetQueueUrl sqs:CreateQueue sqs:GetQueueAttributes sqs:SetQueueAttributes sqs:DeleteQueue sqs:ListQueueTags sqs:TagQueue sqs:UntagQueue",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    own: "ec2:AuthorizeSecurityGroupIngress ec2:ModifySecurityGroupRules ec2:RevokeSecurityGroupIngress ec2:DescribeSecurityGroupRules ec2:CreateTags ec2:DeleteTags",
  },
  "aws:wafv2/ipSet:IpSet": {
    own: "wafv2:CreateIPSet wafv2:GetIPSet wafv2:UpdateIPSet wafv2:DeleteIPSet wafv2:ListTagsForResource wafv2:TagResource",
  },
  "aws:wafv2/webAcl:WebAcl": {
    own: "wafv2:UntagResource wafv2:CreateWebACL wafv2:GetWebACL wafv2:UpdateWebACL wafv2:DeleteWebACL wafv2:ListTagsForResource wafv2:TagResource",
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    own: "wafv2:AssociateWebACL wafv2:DisassociateWebACL wafv2:GetWebACLForResource",
    free: "elasticloadbalancing:SetWebACL",
    arn: ({ inputs }) => text(inputs.resourceArn),
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    own: "wafv2:PutLoggingConfiguration wafv2:GetLoggingConfiguration wafv2:DeleteLoggingConfiguration",
    free: "logs:UpdateLogDelivery logs:GetLogDelivery logs:ListLogDeliveries logs:CreateLogDelivery logs:DeleteLogDelivery logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups",
    arn: ({ inputs }) => text(inputs.resourceArn),
  },
};

/** What a deploy calls for no resource of the program, with who does. */
export const OTHERS = ({ account, region, project, stage }: Place & { project: string; stage: string }): string[][] => {
  const parameter = (name: string) => `arn:aws:ssm:${region}:${account}:parameter/sst/${name}`;
  const state = "arn:aws:s3:::sst-state-abc";
  // SST's source, pkg/project/provider/aws.go: its bootstrap, its state and its passphrases.
  const ofBuckets = ["s3:ListBucket", "s3:ListBucketVersions", "s3:CreateBucket", "s3:PutBucketVersioning"];
  const ofObjects = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"];
  return [
    ["sts:GetCallerIdentity", "*"],
    ["ssm:GetParameter", parameter("bootstrap")],
    ["ssm:PutParameter", parameter("bootstrap")],
    ["ssm:GetParameter", parameter("bootstrap/asset")],
    ["ssm:DeleteParameter", parameter("bootstrap/asset")],
    ["ssm:GetParameter", parameter(`passphrase/${project}/${stage}`)],
    ["ssm:PutParameter", parameter(`passphrase/${project}/${stage}`)],
    ["ssm:GetParameter", parameter(`passphrase/${project}/_fallback`)],
    ["s3:GetObject", `${state}/secret/${project}/_fallback.json`],
    ...[...ofBuckets, "s3:PutBucketNotification", "s3:PutBucketPolicy"].flatMap((action) => [
      [action, state],
      [action, "arn:aws:s3:::sst-asset-abc"],
    ]),
    ...ofObjects.flatMap((action) => [
      [action, `${state}/app/${project}/${stage}.json`],
      [action, `${state}/update/${project}/${stage}/1.json`],
    ]),
    ["ecr:CreateRepository", `arn:aws:ecr:${region}:${account}:repository/sst-asset`],
    ["ecr:DescribeRepositories", `arn:aws:ecr:${region}:${account}:repository/sst-asset`],
    // The program, which looks up the image of the machine that the tunnel goes through.
    ["ssm:GetParameter", `arn:aws:ssm:${region}::parameter/aws/service/ami-amazon-linux-latest/al2023`],
    ["ssm:GetParameters", `arn:aws:ssm:${region}::parameter/aws/service/ami-amazon-linux-latest/al2023`],
  ];
};

/** Services of which AWS makes a role of its own in an account with the first thing of them. */
export const LINKED: readonly (readonly [service: string, role: string])[] = [
  ["autoscaling", "AWSServiceRoleForAutoScaling"],
  ["backup", "AWSServiceRoleForBackup"],
  ["ecs", "AWSServiceRoleForECS"],
  ["ecs.application-autoscaling", "AWSServiceRoleForApplicationAutoScaling_ECSService"],
  ["elasticache", "AWSServiceRoleForElastiCache"],
  ["elasticloadbalancing", "AWSServiceRoleForElasticLoadBalancing"],
  ["rds", "AWSServiceRoleForRDS"],
  ["restore-testing.backup", "AWSServiceRoleForBackupRestoreTesting"],
  ["wafv2", "AWSServiceRoleForWAFV2Logging"],
  ["management.chatbot", "AWSServiceRoleForAWSChatbot"],
];

export {
  DescribeAddressesCommand,
  DescribeRegionsCommand,
  DescribeVpcsCommand,
  EC2Client as Client,
} from "@aws-sdk/client-ec2";

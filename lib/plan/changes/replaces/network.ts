/**
 * Checked against version 6 (2026): ec2/vpc_nat_gateway.go. Version 6 (2025): ec2/vpc_subnet.go. Late version 5:
 * elbv2/listener.go. Version 5: acm/certificate.go; ec2/ec2_eip.go, vpc_.go, vpc_endpoint.go, vpc_security_group.go;
 * elbv2/load_balancer.go, target_group.go, listener_rule.go; route53/health_check.go, record.go, zone.go;
 * servicediscovery/private_dns_namespace.go; wafv2/web_acl.go. Version 6 (2026) too: servicediscovery/service.go. Inputs that are newer than these are not known here.
 */
export const NETWORK: Readonly<Record<string, readonly string[]>> = {
  "aws:acm/certificate:Certificate": [
    "domainName",
    "subjectAlternativeNames",
    "validationMethod",
    "validationOptions",
    "keyAlgorithm",
    "certificateAuthorityArn",
  ],
  "aws:ec2/eip:Eip": ["address", "domain", "networkBorderGroup", "publicIpv4Pool"],
  "aws:ec2/natGateway:NatGateway": [
    "allocationId",
    "availabilityMode",
    "subnetId",
    "connectivityType",
    "privateIp",
    "vpcId",
  ],
  "aws:ec2/securityGroup:SecurityGroup": ["name", "namePrefix", "description", "vpcId"],
  "aws:ec2/subnet:Subnet": ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"],
  "aws:ec2/vpc:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "vpcId", "vpcEndpointType"],
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/listenerCertificate:ListenerCertificate": ["listenerArn", "certificateArn"],
  "aws:lb/listenerRule:ListenerRule": ["listenerArn"],
  // And some changes of subnets and securityGroups of a network load balancer.
  "aws:lb/loadBalancer:LoadBalancer": ["name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool"],
  "aws:lb/targetGroup:TargetGroup": [
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetType",
    "vpcId",
    "ipAddressType",
  ],
  "aws:route53/healthCheck:HealthCheck": [
    "type",
    "requestInterval",
    "measureLatency",
    "referenceName",
    "routingControlArn",
  ],
  // Another type or setIdentifier is one change batch: the old record goes as the new one comes.
  "aws:route53/record:Record": ["zoneId", "name"],
  "aws:route53/zone:Zone": ["name", "delegationSetId"],
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": ["name", "vpc"],
  "aws:servicediscovery/service:Service": [
    "name",
    "namespaceId",
    "type",
    "dnsConfig.namespaceId",
    "dnsConfig.routingPolicy",
    "dnsConfig.dnsRecords.type",
    "healthCheckConfig.type",
    "healthCheckCustomConfig",
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["securityGroupId"],
  // namePrefix is newer than the source that was read.
  "aws:wafv2/webAcl:WebAcl": ["name", "scope"],
};

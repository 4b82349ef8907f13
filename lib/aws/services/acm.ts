export { ACMClient as Client, DescribeCertificateCommand } from "@aws-sdk/client-acm";

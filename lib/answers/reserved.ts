/** Words that somebody else keeps for itself: nothing that people name may be called so. */

/**
 * Names that the infrastructure sets itself in containers, or their code reads: ECS refuses a secret that is called like
 * another variable.
 */
export const RESERVED_VARIABLES = [
  "PORT",
  "NODE_ENV",
  "STAGE",
  "ENVIRONMENT",
  "LOG_LEVEL",
  "SELF_URL",
  "API_URL",
  "CORS_ORIGINS",
  "CONFIG_VERSION",
  "DATABASE_URL",
  "DB_HOST",
  "DB_PORT",
  "DB_NAME",
  "DB_USER",
  "DB_PASS",
  "DB_SSL",
  "DB_SSL_CA",
  "DB_POOL_SIZE",
  "DB_CONNECT_SECONDS",
  "NODE_EXTRA_CA_CERTS",
  "PGSSLROOTCERT",
  "REDIS_HOST",
  "REDIS_PORT",
  "REDIS_TLS",
  "REDIS_PASSWORD",
  "REDIS_URL",
  "REDIS_TLS_CA",
  "BUCKET_NAME",
  "BUCKET_REGION",
  "BUCKET_ENDPOINT",
  "QUEUE_REGION",
  "JOB_SECONDS",
  "JOB_TRIES",
  "JOB_CONCURRENCY",
  "MAIL_FROM",
  "MAIL_CONFIGURATION_SET",
  "MAIL_REGION",
  "MAIL_ENDPOINT",
  "POLL_SECONDS",
  "RUN_SECONDS",
  "VITE_API_BASE_URL",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "ECS_ENGINE_AUTH_DATA",
] as const;

/** The same where requests are traced. */
export const TRACING_VARIABLES = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_PROTOCOL",
  "OTEL_SERVICE_NAME",
  "OTEL_RESOURCE_ATTRIBUTES",
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_SAMPLER_ARG",
  "OTEL_METRICS_EXPORTER",
  "OTEL_LOGS_EXPORTER",
] as const;

/** Words that JavaScript, AWS or the repo's own files keep for themselves: no service, database, cache, bucket or client may be called so. */
export const RESERVED_NAMES = ["default", "aws", "sst", "index", "infra", "stage"] as const;

/** Databases and roles that PostgreSQL, MySQL and RDS have for themselves: a service gets a database and a role of its own name. */
export const SQL_NAMES = [
  "postgres",
  "template0",
  "template1",
  "rdsadmin",
  "rdsrepladmin",
  "mysql",
  "sys",
  "information-schema",
  "performance-schema",
  "root",
  "admin",
  "public",
  "none",
] as const;

/** Words that TypeScript keeps for itself: a name becomes a variable. */
export const TYPESCRIPT_WORDS = (
  "await break case catch class const continue debugger delete do else enum export extends false finally for function if " +
  "import in instanceof new null return super switch this throw true try typeof var void while with yield let static " +
  "implements interface package private protected public arguments eval undefined"
).split(" ");

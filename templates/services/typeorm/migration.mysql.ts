import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateEvents1767225600000 implements MigrationInterface {
  name = "CreateEvents1767225600000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE \`events\` (
        \`id\` int NOT NULL AUTO_INCREMENT,
        \`name\` varchar(200) NOT NULL,
        \`created_at\` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
        PRIMARY KEY (\`id\`)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE `events`");
  }
}

import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateEvents1767225600000 implements MigrationInterface {
  name = "CreateEvents1767225600000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "events" (
        "id" integer GENERATED ALWAYS AS IDENTITY NOT NULL,
        "name" text NOT NULL,
        "created_at" timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT "PK_40731c7151fe4be3116e45ddf73" PRIMARY KEY ("id")
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "events"`);
  }
}

import { wholePlan } from "./whole-plan.ts";

wholePlan("multi-tenant");

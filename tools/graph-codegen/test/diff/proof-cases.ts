import { operationCases } from "./proof/operation-cases.ts";
import { propertyCases } from "./proof/property-cases.ts";
import { typeCases } from "./proof/type-cases.ts";

/** The rules of metadata, each as an edit of `fixture/base.csdl`. */
export const proofCases = [...typeCases, ...propertyCases, ...operationCases];

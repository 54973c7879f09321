const wishId = { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } };
const idempotencyKey = {
  name: "idempotency-key",
  in: "header",
  description: "The same key with the same body is the same submission; with another body it is 409.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};
const accepted = {
  description: "Committed to the database.",
  content: {
    "application/json": {
      schema: {
        type: "object",
        properties: {
          wishes: {
            type: "array",
            items: {
              type: "object",
              required: ["id", "tenant", "resource", "configuration", "generation"],
              properties: {
                id: { type: "string" },
                tenant: { type: "string" },
                resource: { type: "string" },
                configuration: { type: "string" },
                generation: {
                  type: "integer",
                  description: "Counts the wishes of one configuration, from 1.",
                },
              },
            },
          },
        },
      },
    },
  },
};
const error = {
  description: "What is wrong, and what to do.",
  content: {
    "application/json": {
      schema: {
        type: "object",
        properties: {
          error: {
            type: "object",
            properties: { code: { type: "string" }, message: { type: "string" } },
          },
        },
      },
    },
  },
};
const groupIds = { type: "array", items: { type: "string" } };

function submission(summary: string, schema: object): object {
  return {
    summary,
    parameters: [idempotencyKey],
    requestBody: { required: true, content: { "application/json": { schema } } },
    responses: { 202: accepted, 200: accepted, 400: error, 401: error, 409: error, 422: error },
  };
}

function order(summary: string): object {
  return {
    post: {
      summary,
      parameters: [wishId],
      responses: { 200: { description: "The wish as it is now." }, 404: error, 409: error },
    },
  };
}

/** The API, as OpenAPI 3.1. */
export const openApi: object = {
  openapi: "3.1.0",
  info: { title: "intune-worker", version: "1" },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  paths: {
    "/v1/wishes": {
      post: submission("Submit a change.", {
        type: "object",
        required: ["configuration", "mode"],
        additionalProperties: false,
        properties: {
          tenant: { type: "string", description: "May be left out when the worker serves one." },
          resource: { type: "string", description: "May be left out when the worker knows one." },
          configuration: { type: "string" },
          mode: { enum: ["merge", "replace", "remove"] },
          include: { ...groupIds, description: 'Ids of groups, "all-devices", "all-users".' },
          exclude: { ...groupIds, description: "Ids of groups." },
          assignments: {
            type: "array",
            description: "Instead of include and exclude: as Graph spells them.",
            items: { type: "object" },
          },
          onBehalfOf: { type: "string", maxLength: 500, description: "The person, for the audit." },
          note: { type: "string", maxLength: 500 },
        },
      }),
      get: {
        summary: "Wishes, newest first.",
        parameters: [
          {
            name: "state",
            in: "query",
            description: "A state, `open`, or `dead`.",
            schema: { type: "string" },
          },
          { name: "configuration", in: "query", schema: { type: "string" } },
          { name: "limit", in: "query", schema: { type: "integer", maximum: 1000 } },
        ],
        responses: { 200: { description: "The wishes." }, 401: error },
      },
    },
    "/v1/plans": {
      post: submission("Submit a plan file; it is refused where the tenant moved since.", { type: "object" }),
    },
    "/v1/wishes/{id}": {
      get: {
        summary: "One wish.",
        parameters: [wishId],
        responses: { 200: { description: "The wish." }, 404: error },
      },
    },
    "/v1/wishes/{id}/cancel": order("Take back a wish that nobody has begun."),
    "/v1/wishes/{id}/retry": order("Try an open wish now."),
    "/v1/wishes/{id}/redrive": order("Take up a dead wish again."),
    "/v1/audit": {
      get: {
        summary: "The audit as JSON lines, at most 1,000; go on with `after`.",
        parameters: [
          { name: "after", in: "query", schema: { type: "integer" } },
          { name: "configuration", in: "query", schema: { type: "string" } },
        ],
        responses: { 200: { description: "JSON lines." }, 401: error },
      },
    },
    "/v1/status": {
      get: {
        summary: "The queue, the rate and the dead, in numbers.",
        responses: { 200: { description: "The status." } },
      },
    },
  },
};

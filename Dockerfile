# The double of Vault as an image: "npm ci", then "docker build -t vault-scim-double .".
# It is plain JavaScript and TypeScript, taken from the installed node_modules by .dockerignore, so that nothing runs
# while building: any base that has Node 24 fits, for any platform.
ARG NODE_IMAGE=node:24.21.0-alpine
FROM ${NODE_IMAGE}

LABEL org.opencontainers.image.title="vault-scim-double" \
      org.opencontainers.image.description="A double of Vault by documentation, for tests of SCIM. Not a Vault." \
      org.opencontainers.image.licenses="MPL-2.0"

WORKDIR /double
COPY . .

USER 65532:65532
EXPOSE 8200
STOPSIGNAL SIGTERM
# Any state of the double is healthy: a sealed one is meant to be sealed.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "--eval", \
  "fetch('http://127.0.0.1:8200/v1/sys/health').then((answer) => process.exit(answer.headers.has('x-vault-double') ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/cli/mock.ts", "--host", "0.0.0.0"]

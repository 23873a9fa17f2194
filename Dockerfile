# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Debian's own FFmpeg is used below: security-patched, and no GPL binary of ours to redistribute.
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/@ffmpeg-binary node_modules/@ffmpeg

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ffmpeg tini \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    DATA_DIR=/data \
    PORT=8080 \
    LISTEN_ON=0.0.0.0 \
    WEB_HOST=0.0.0.0 \
    WEB_PORT=8090
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json package-lock.json LICENSE ./
COPY src ./src
# Once, here: the root is read-only later.
RUN node src/node/launch.mjs compile
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8090
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# tini hands on signals and collects FFmpeg's orphans.
ENTRYPOINT ["tini", "--"]
CMD ["node", "src/node/launch.mjs"]

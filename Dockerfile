# The bot in a container: as nobody in particular, on a read-only root, with everything about people in one volume.
#
#     docker compose up              the processor of this machine
#     docker compose up bot-cuda     an NVIDIA card
#
# The models are fetched into the volume at the first start (`python -m bot weights fetch`), so the image holds none.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY engine engine
COPY handlers handlers
COPY storage storage
# The big package first and exactly pinned; TORCH may name PyTorch's own index, for a build with or without CUDA.
ARG TORCH="torch==2.13.0"
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir ${TORCH} \
    && /opt/venv/bin/python -m pip install --no-cache-dir -c constraints.txt .

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 ca-certificates libgl1 libglib2.0-0 npm \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --home-dir /data --shell /usr/sbin/nologin portrait
COPY --from=build /opt/venv /opt/venv
COPY --chmod=755 deploy/start /usr/local/bin/start
ENV PATH=/opt/venv/bin:$PATH \
    DATA_DIR=/data/people \
    WEIGHTS_DIR=/data/weights \
    STYLES_DIR=/data/styles \
    SCENES_DIR=/data/scenes \
    LOCAL_CHAT_HOST=0.0.0.0 \
    HEALTH_PORT=8767 \
    HOME=/tmp
USER portrait
WORKDIR /data
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=6s --start-period=15m --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8767/healthz', timeout=5)"]
ENTRYPOINT ["/usr/local/bin/start"]
CMD ["run"]

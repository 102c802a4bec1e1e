# Two stages: the first makes the environment from the lock file, the second only holds and runs it.
FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /app
COPY requirements.lock requirements-dev.lock ./
# The build backend comes from the lock too: the dev lock is taken as constraints, hashes and all.
RUN /app/bin/pip install --require-hashes -r requirements.lock \
 && python -m venv /build && /build/bin/pip install --require-hashes -r requirements-dev.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY estimator estimator
COPY templates templates
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /app/bin/pip install --no-deps --no-index /wheels/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home footprint
COPY --from=build /app /app
USER footprint
WORKDIR /data
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 HTTP_HOST=0.0.0.0
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["footprint"]
CMD ["run"]

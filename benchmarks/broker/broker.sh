#!/usr/bin/env bash
# Starts RabbitMQ alone, as ./damso up starts it: the same definitions, settings and plugins. For ./damso bench broker.
#
# Returns when it accepts clients. Directory and ports are the settings of ./damso (DAMSO_RUN_DIR, DAMSO_PORT_OFFSET).
set -euo pipefail

DAMSO_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
for part in say memory settings interrupt tools process services brokers causes cluster; do
  # shellcheck source=/dev/null
  . "$DAMSO_HOME/deploy/native/$part.sh"
done

run_service() { run_rabbitmq "$1"; }

need_tools
sh "$DAMSO_HOME/deploy/secrets.sh" "$SECRETS"
start_if_gone rabbitmq-1
await_ready rabbitmq-1

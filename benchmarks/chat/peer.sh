#!/usr/bin/env bash
# Starts a peer of the chat benchmark, i.e. a system that Damso is compared with. Uses the functions that start Damso.
#
#   peer.sh stock NODES      minimal Spring applications with RabbitMQ; PEER_CLASS_PATH is their class path
#   peer.sh simple 1         a minimal Spring application with Spring's simple broker; also needs PEER_CLASS_PATH
#   peer.sh web-stomp 1      RabbitMQ, to which clients connect directly
#   peer.sh nats NODES       NATS; its server is installed if it is missing
#   peer.sh jetstream 1      NATS with JetStream, without streams
#
# Returns when the peer accepts clients. Directory and ports are the settings of ./damso (DAMSO_RUN_DIR,
# DAMSO_PORT_OFFSET). Clients connect to the nodes at the ports of the gateways.
set -euo pipefail

DAMSO_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
for part in say memory settings interrupt tools process services brokers causes cluster; do
  # shellcheck source=/dev/null
  . "$DAMSO_HOME/deploy/native/$part.sh"
done

PEER=${1:-}
NODES=${2:-1}

node_names() { seq -f "$PEER-%g" "$NODES"; }
nats_port() { echo $((CONSOLE_PORT + 2 * ($(index_of "$1") - 1))); }
nats_cluster_port() { echo $((CONSOLE_PORT + 2 * ($(index_of "$1") - 1) + 1)); }

# ---------------------------------------------------------- functions that cluster.sh calls, for peers instead of Damso
all_names() {
  case $PEER in
    stock) echo rabbitmq-1; node_names ;;
    web-stomp) echo rabbitmq-1 ;;
    *) node_names ;;
  esac
}

ports_of() { # NAME -> lines "PORT SETTING"
  case $1 in
    rabbitmq-1) printf '%s\n' "$AMQP_PORT DAMSO_AMQP_PORT" "$STOMP_PORT DAMSO_STOMP_PORT" \
      "$RABBITMQ_CLUSTER_PORT DAMSO_RABBITMQ_CLUSTER_PORT"
      [ "$PEER" != web-stomp ] || echo "$GATEWAY_PORT DAMSO_GATEWAY_PORT" ;;
    nats-*|jetstream-*) printf '%s\n' "$(gateway_port "$1") DAMSO_GATEWAY_PORT" "$(nats_port "$1") DAMSO_CONSOLE_PORT" \
      "$(nats_cluster_port "$1") DAMSO_CONSOLE_PORT" ;;
    *) echo "$(gateway_port "$1") DAMSO_GATEWAY_PORT" ;;
  esac
}

run_service() { # NAME
  case $1 in
    rabbitmq-1) run_broker "$1" ;;
    nats-*|jetstream-*) run_nats "$1" ;;
    *) run_application "$1" ;;
  esac
}

is_ready() { # NAME
  case $1 in
    rabbitmq-1) port_open "$STOMP_PORT" && { [ "$PEER" != web-stomp ] || port_open "$GATEWAY_PORT"; } ;;
    nats-*|jetstream-*) port_open "$(gateway_port "$1")" && nats_is_joined "$1" ;;
    # The application logs this line when its broker is available, which may be after it listens.
    *) port_open "$(gateway_port "$1")" && grep -q 'The broker is available' "$(log_file "$1")" ;;
  esac
}

# ------------------------------------------------------------------------------------------------------------ programs

# RabbitMQ with its defaults, except the backlog of new connections and the idle timeout of WebSocket clients (2 hours
# instead of one minute). Without management console and metrics, because those would cost time for every message.
run_broker() {
  local dir=$RUN/$1 plugin=rabbitmq_stomp
  [ "$PEER" != web-stomp ] || plugin=rabbitmq_web_stomp
  mkdir -p "$dir/conf.d"
  {
    echo "listeners.tcp.1 = 127.0.0.1:$AMQP_PORT"
    echo "stomp.listeners.tcp.1 = 127.0.0.1:$STOMP_PORT"
    echo "stomp.default_user = guest"
    echo "stomp.default_pass = guest"
    echo "stomp.tcp_listen_options.backlog = 4096"
    if [ $plugin = rabbitmq_web_stomp ]; then
      echo "web_stomp.tcp.ip = 127.0.0.1"
      echo "web_stomp.tcp.port = $GATEWAY_PORT"
      echo "web_stomp.tcp.backlog = 4096"
      echo "web_stomp.ws_opts.idle_timeout = 7200000"
    fi
  } >"$dir/conf.d/10-peer.conf"
  echo "[$plugin]." >"$dir/enabled_plugins"
  launch_rabbitmq "$1" "$dir/enabled_plugins"
}

# Started like a gateway, but with a heap that is large enough for ten thousand clients.
run_application() {
  # shellcheck disable=SC2046
  launch "$1" "$JDK/bin/java" -Xmx2g $(java_options) -cp "$PEER_CLASS_PATH" io.damso.load.peer.stock.StockApplication \
    --spring.profiles.active="$PEER" --server.port="$(gateway_port "$1")" --stock.relay.port="$STOMP_PORT"
}

# NATS with its defaults. JetStream's store is in a directory "data", which is deleted after the run; the server syncs
# its files every 2 minutes.
run_nats() {
  local dir=$RUN/$1 name routes=()
  for name in $(node_names); do
    [ "$name" = "$1" ] || routes+=("nats://127.0.0.1:$(nats_cluster_port "$name")")
  done
  mkdir -p "$dir"
  {
    echo "server_name: $1"
    echo "listen: \"127.0.0.1:$(nats_port "$1")\""
    echo "websocket { listen: \"127.0.0.1:$(gateway_port "$1")\", no_tls: true }"
    [ "$PEER" != jetstream ] || echo "jetstream { store_dir: \"$dir/data\" }"
    if [ "$NODES" -gt 1 ]; then
      echo "cluster { name: peer, listen: \"127.0.0.1:$(nats_cluster_port "$1")\""
      echo "  routes: [$(IFS=,; echo "${routes[*]}")] }"
    fi
  } >"$dir/nats.conf"
  launch "$1" "$(find_program nats-server)" -c "$dir/nats.conf"
}

nats_is_joined() { [ "$NODES" = 1 ] || grep -q 'Route connection created' "$(log_file "$1")"; }

# ---------------------------------------------------------------------------------------------------------------- start
case $PEER in
  stock|simple) need_tools; : "${PEER_CLASS_PATH:?}" ;;
  web-stomp) need_tools ;;
  nats|jetstream) need_tools nats-server ;;
  *) die "There is no peer '$PEER'." ;;
esac
# A server needs one open file per client, the relay two, and not every server raises the limit itself. Only root may
# raise the hard limit.
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
for name in $(all_names); do start_if_gone "$name"; done
for name in $(all_names); do await_ready "$name"; done

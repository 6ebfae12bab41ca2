# shellcheck shell=bash disable=SC2153 # other parts set what is read
# The brokers: one RabbitMQ, or a cluster of three.

broker_names() { seq -f 'rabbitmq-%g' "$BROKERS"; }
erlang_node() { echo "damso-$1@localhost"; } # NAME of a broker
broker_port() { echo $(($2 + $(index_of "$1") - 1)); } # NAME PORT_OF_THE_FIRST

broker_addresses() { # PORT_OF_THE_FIRST -> host:port,...
  local name
  for name in $(broker_names); do echo "127.0.0.1:$(broker_port "$name" "$1")"; done | paste -sd, -
}

ports_of_broker() { # NAME -> lines "PORT SETTING"
  local setting
  for setting in AMQP_PORT STOMP_PORT CONSOLE_PORT RABBITMQ_METRICS_PORT RABBITMQ_CLUSTER_PORT; do
    echo "$(broker_port "$1" "${!setting}") DAMSO_$setting"
  done
}

on_console() { # NAME PATH [CURL_OPTION...]: asks the HTTP API of one broker
  local url
  url=http://127.0.0.1:$(broker_port "$1" "$CONSOLE_PORT")/api/$2; shift 2
  curl -sf --noproxy '*' --max-time 3 -K - "$@" "$url" <<<"user = damso-admin:$(cat "$SECRETS/admin/rabbitmq.password")"
}

# The console answers, the definitions are loaded, and the broker is in the cluster of the first one.
is_broker_ready() { # NAME
  on_console "$1" queues/damso/damso.messages.0 -o /dev/null && port_open "$(broker_port "$1" "$STOMP_PORT")" &&
    on_console "$1" "nodes/$(erlang_node rabbitmq-1)" -o /dev/null && ! is_partitioned "$1"
}

# Its metadata is apart from that of the others, which have taken it for down. RabbitMQ tells this up to 5 s late.
is_partitioned() { [[ $(on_console "$1" "nodes/$(erlang_node "$1")") == *'"partitions":["'* ]]; } # NAME

rabbitmq_conf() { # NAME -> the settings that native mode adds to damso.conf
  cat <<EOF
listeners.tcp.1 = 127.0.0.1:$(broker_port "$1" "$AMQP_PORT")
stomp.listeners.tcp.1 = 127.0.0.1:$(broker_port "$1" "$STOMP_PORT")
management.tcp.ip = 127.0.0.1
management.tcp.port = $(broker_port "$1" "$CONSOLE_PORT")
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $(broker_port "$1" "$RABBITMQ_METRICS_PORT")
load_definitions = $SECRETS/rabbitmq/definitions.json
EOF
  # The settings of the first one do not depend on the number of brokers, so it need not restart when others join.
  [ "$1" != rabbitmq-1 ] || return 0
  # 0.4 of the memory for the first one (RabbitMQ's default) and 0.2 for each other one leave 0.2 to everything else.
  cat <<EOF
vm_memory_high_watermark.relative = 0.2
cluster_formation.discovery_retry_limit = 60
cluster_formation.classic_config.nodes.1 = $(erlang_node rabbitmq-1)
cluster_formation.classic_config.nodes.2 = $(erlang_node rabbitmq-2)
cluster_formation.classic_config.nodes.3 = $(erlang_node rabbitmq-3)
EOF
}

run_rabbitmq() { # NAME
  local dir=$RUN/$1
  mkdir -p "$dir/home" "$dir/conf.d"
  cp "$DAMSO_HOME/deploy/rabbitmq/damso.conf" "$dir/conf.d/10-damso.conf"
  rabbitmq_conf "$1" >"$dir/conf.d/20-native.conf"
  cp "$DAMSO_HOME/deploy/rabbitmq/rejoin.erl" "$dir/"
  install -m 600 "$SECRETS/rabbitmq/.erlang.cookie" "$dir/home/.erlang.cookie"
  launch_rabbitmq "$1" "$DAMSO_HOME/deploy/rabbitmq/enabled_plugins" "$DAMSO_HOME/deploy/rabbitmq/advanced.config"
}

# No busy waiting of Erlang's scheduler threads; that is only for dedicated machines (RabbitMQ guide "Runtime Tuning").
SHARED_PROCESSORS='+sbwt none +sbwtdcpu none +sbwtdio none'

launch_rabbitmq() { # NAME PLUGINS_FILE [ADVANCED_CONFIG]: with the settings in its conf.d
  local dir=$RUN/$1
  mkdir -p "$dir/home" "$dir/data"
  ensure_epmd
  # RUNNING_UNDER_SYSTEMD makes the script exec the server, so that its process id is the server's.
  launch "$1" env -u NOTIFY_SOCKET \
    HOME="$dir/home" \
    RABBITMQ_NODENAME="$(erlang_node "$1")" \
    RABBITMQ_CONFIG_FILES="$dir/conf.d" RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_ADVANCED_CONFIG_FILE="${3:-$dir/none}" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$2" \
    RABBITMQ_MNESIA_BASE="$dir/data" RABBITMQ_LOG_BASE="$dir" RABBITMQ_LOGS=- \
    RABBITMQ_DIST_PORT="$(broker_port "$1" "$RABBITMQ_CLUSTER_PORT")" ERL_EPMD_PORT="$EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} $SHARED_PROCESSORS -eval file:eval(\"rejoin.erl\")" \
    RUNNING_UNDER_SYSTEMD=true "$(rabbitmq_server)"
}

# One epmd of our own for all brokers: the default one may belong to another RabbitMQ on this machine.
ensure_epmd() {
  if ! is_gone epmd && port_open "$EPMD_PORT"; then return; fi
  terminate epmd
  launch epmd env ERL_EPMD_ADDRESS=127.0.0.1 "$(find_program epmd)" -port "$EPMD_PORT"
  wait_until 10 port_open "$EPMD_PORT" || die "Erlang's epmd does not listen on port $EPMD_PORT; see $(log_file epmd)"
}

# ----------------------------------------------------------------------------------------------------------- cluster
broker_tool() { # NAME TOOL ARGUMENT...: runs one of RabbitMQ's command line tools on a broker
  local name=$1 tool=$2 script; shift 2
  script=$(dirname "$(rabbitmq_server)")/$tool
  [ -x "$script" ] || script=$(find_program "$tool") || die "$tool is missing; it belongs to RabbitMQ."
  env HOME="$RUN/$name/home" LANG=C.UTF-8 RABBITMQ_CONF_ENV_FILE=/dev/null ERL_EPMD_PORT="$EPMD_PORT" \
    RABBITMQ_CTL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
    "$script" --silent --node "$(erlang_node "$name")" "$@" </dev/null
}

# A broker without data asks the others for their cluster. It joins it at its first start only.
is_to_join() { # NAME
  [ "$1" != rabbitmq-1 ] && [ -z "$(ls "$RUN/$1/data" 2>/dev/null)" ]
}

# All that were in the cluster before start at once, because each may wait for the one that stopped last. The services
# start when all brokers are ready, so that each connects to its own one and not to the first that answers.
start_brokers() { # NAME...: those that do not run
  local name joining=() known=(rabbitmq-1)
  [ $# -eq 0 ] || say "Starting $*"
  for name; do if is_to_join "$name"; then joining+=("$name"); else known+=("$name"); fi; done
  for name in "${known[@]}"; do start_if_gone "$name"; done
  for name in "${known[@]}"; do is_ready "$name" || await_ready "$name"; done
  for name in ${joining[@]+"${joining[@]}"}; do start_if_gone "$name"; done
  for name in ${joining[@]+"${joining[@]}"}; do await_ready "$name"; done
  replicate_queues
}

# A queue that was declared while fewer brokers ran has no replica on the others.
replicate_queues() {
  local name changed=''
  [ "$BROKERS" -gt 1 ] || return 0
  for name in $(broker_names); do
    if lacks_replicas "$name"; then
      say "Replicating the queues to $name"
      broker_tool "$name" rabbitmq-queues grow "$(erlang_node "$name")" all >/dev/null || die "The queues were not replicated to $name."
      changed=yes
    fi
  done
  [ -z "$changed" ] || spread_leaders
}

lacks_replicas() { # NAME: some quorum queue has no replica there
  local members
  members=$(on_console rabbitmq-1 'queues/damso?columns=name,type,members' | grep -o '"members":\[[^]]*\]') || return 1
  grep -qv "\"$(erlang_node "$1")\"" <<<"$members"
}

spread_leaders() { # so that the end of one broker concerns few queues
  broker_tool rabbitmq-1 rabbitmq-queues rebalance quorum >/dev/null || warn "The leaders of the queues were not spread over the brokers."
}

restart_broker() { # NAME: one of three, when every queue has a majority without it
  if [ "$BROKERS" -gt 1 ]; then
    wait_until "$START_TIMEOUT" is_dispensable "$1" ||
      die "$1 was not restarted: after $START_TIMEOUT s some queues have no majority without it. ./damso status shows whether all brokers run."
  fi
  restart "$1"
}

is_dispensable() { broker_tool "$1" rabbitmq-diagnostics check_if_node_is_quorum_critical >/dev/null 2>&1; } # NAME

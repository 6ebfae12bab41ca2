# shellcheck shell=bash disable=SC2034 # other parts read these
# Directories and ports. Each setting comes from the environment, else from the saved settings of `up` (memory.sh), else from
# the default.

recall_cluster

CONTRADICTED=''   # port settings of the environment that differ from those of the cluster

settle() { # VARIABLE SETTING DEFAULT
  local remembered=${REMEMBERED[$2]-}
  if [ -z "${!2+given}" ]; then
    printf -v "$1" %s "${remembered:-$3}"
  else
    printf -v "$1" %s "${!2:-$3}"
  fi
}

settle_port() { # VARIABLE SETTING DEFAULT
  local then=${REMEMBERED[$2]-}
  settle "$1" "$2" "$(($3 + OFFSET))"
  [[ ${!1} =~ ^[0-9]{1,5}$ && ${!1} -ge 1 && ${!1} -le 65535 ]] || die "$2 is '${!1}'; set a port from 1 to 65535."
  if [ -n "${!2+given}" ] && [ "${!1}" != "${then:-$(($3 + ${REMEMBERED[DAMSO_PORT_OFFSET]:-0}))}" ]; then
    CONTRADICTED+=" $2=${!1}"
  fi
}

SECRETS=$RUN/secrets
settle OFFSET DAMSO_PORT_OFFSET 0
[[ $OFFSET =~ ^[0-9]{1,4}$ && $OFFSET -le 3900 ]] || die "DAMSO_PORT_OFFSET is '$OFFSET'; set 0 to 3900."
OFFSET=$((10#$OFFSET))
[ "$OFFSET" = "${REMEMBERED[DAMSO_PORT_OFFSET]:-0}" ] || CONTRADICTED=" DAMSO_PORT_OFFSET=$OFFSET"

settle_port HTTPS_PORT DAMSO_HTTPS_PORT 8443
settle_port HTTP_PORT DAMSO_HTTP_PORT 8080
settle_port CONSOLE_PORT DAMSO_CONSOLE_PORT 15672         # rabbitmq-1, as the next four; each further broker one higher
settle_port AMQP_PORT DAMSO_AMQP_PORT 5672
settle_port STOMP_PORT DAMSO_STOMP_PORT 61613
settle_port RABBITMQ_METRICS_PORT DAMSO_RABBITMQ_METRICS_PORT 15692
settle_port RABBITMQ_CLUSTER_PORT DAMSO_RABBITMQ_CLUSTER_PORT 25672
settle_port EPMD_PORT DAMSO_EPMD_PORT 14369
settle_port STORE_PORT DAMSO_STORE_PORT 27017
settle_port GATEWAY_PORT DAMSO_GATEWAY_PORT 9101          # gateway-1; each further one two higher
settle_port PERSISTENCE_PORT DAMSO_PERSISTENCE_PORT 9201  # persistence-1; each further one two higher

# The address that NGINX listens on; 0.0.0.0 opens it to other machines. The default is loopback, because everybody may sign in
# to the demo under any name. All other processes always listen on loopback.
settle LISTEN_ADDRESS DAMSO_ADDRESS 127.0.0.1
settle DEMO DAMSO_DEMO_ENABLED true             # false: no demo sign-in, and demo settings are refused
START_TIMEOUT=${DAMSO_START_TIMEOUT:-90}        # seconds until a process must be ready

# Commands work on the cluster of the run directory. An environment with other ports refers to another cluster.
need_same_ports() {
  if [ ! -f "$CLUSTER" ] || [ -z "$CONTRADICTED" ]; then return 0; fi
  die "The environment sets$CONTRADICTED, but the cluster in $RUN has other ports (offset ${REMEMBERED[DAMSO_PORT_OFFSET]:-0}).
  To use this cluster, run the command without that setting; a second cluster needs its own directory, DAMSO_RUN_DIR.
  To change the ports, stop the cluster first: ./damso down, then ./damso up with the new setting."
}

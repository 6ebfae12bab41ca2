# Where things are and which ports they use. Every setting can be given in the environment.

RUN=${DAMSO_RUN_DIR:-$DAMSO_HOME/.run}
case $RUN in /*) ;; *) RUN=$PWD/$RUN ;; esac
SECRETS=$RUN/secrets
OFFSET=${DAMSO_PORT_OFFSET:-0}
[[ $OFFSET =~ ^[0-9]{1,4}$ && $OFFSET -le 3900 ]] || die "DAMSO_PORT_OFFSET is '$OFFSET'; set 0 to 3900."

HTTPS_PORT=${DAMSO_HTTPS_PORT:-$((8443 + OFFSET))}
HTTP_PORT=${DAMSO_HTTP_PORT:-$((8080 + OFFSET))}
CONSOLE_PORT=${DAMSO_CONSOLE_PORT:-$((15672 + OFFSET))}
AMQP_PORT=${DAMSO_AMQP_PORT:-$((5672 + OFFSET))}
STOMP_PORT=${DAMSO_STOMP_PORT:-$((61613 + OFFSET))}
RABBITMQ_METRICS_PORT=${DAMSO_RABBITMQ_METRICS_PORT:-$((15692 + OFFSET))}
RABBITMQ_CLUSTER_PORT=${DAMSO_RABBITMQ_CLUSTER_PORT:-$((25672 + OFFSET))}
EPMD_PORT=${DAMSO_EPMD_PORT:-$((14369 + OFFSET))}
STORE_PORT=${DAMSO_STORE_PORT:-$((27017 + OFFSET))}
GATEWAY_PORT=${DAMSO_GATEWAY_PORT:-$((9101 + OFFSET))}          # gateway-1; each further one two higher
PERSISTENCE_PORT=${DAMSO_PERSISTENCE_PORT:-$((9201 + OFFSET))}  # persistence-1

# The address that NGINX listens on; 0.0.0.0 lets others in. Loopback, because anybody may sign in to the demo under any
# name. Everything behind NGINX listens on loopback always.
LISTEN_ADDRESS=${DAMSO_ADDRESS:-127.0.0.1}
DEMO=${DAMSO_DEMO_ENABLED:-true}                                # false: no sign-in by name, and no settings of the demo
START_TIMEOUT=${DAMSO_START_TIMEOUT:-90}                        # seconds until a process must be ready

# What `up` was told, so that `start NAME` and a later `up` do the same.
CLUSTER=$RUN/cluster
GATEWAYS=2
MONGO_URI=
# shellcheck source=/dev/null
[ ! -f "$CLUSTER" ] || . "$CLUSTER"

# shellcheck shell=bash
# The saved settings of the cluster in this run directory: the options and environment of `up`. All commands use them. A
# value applies until another one is given; an empty variable resets it to its default.

RUN=${DAMSO_RUN_DIR:-$DAMSO_HOME/.run}
case $RUN in /*) ;; *) RUN=$PWD/$RUN ;; esac
CLUSTER=$RUN/cluster
GATEWAYS=2
BROKERS=1
PERSISTENCES=1
MONGO_URI=                # empty: the embedded store
declare -A REMEMBERED=()  # environment variables and their values

remembered() { REMEMBERED[$1]=$2; } # NAME VALUE: the lines of the file call this function

# The file is sourced by bash, so no other user may be able to write it.
recall_cluster() {
  [ -f "$CLUSTER" ] || return 0
  { [ -O "$CLUSTER" ] && [ -z "$(find "$CLUSTER" -perm /022)" ]; } ||
    die "$CLUSTER belongs to another user, or others may write it; it is not read.
  Run this as the user who started the cluster, or name another directory by DAMSO_RUN_DIR."
  # shellcheck source=/dev/null
  . "$CLUSTER"
}

# Secrets are not saved here: deploy/secrets.sh keeps them in files.
is_remembered() { # NAME
  case $1 in
    DAMSO_HSTS|DAMSO_ADDRESS|DAMSO_PORT_OFFSET|DAMSO_*_PORT) is_own_setting "$1" ;;
    DAMSO_AUTH_SECRET) return 1 ;;
    *) is_service_setting "$1" ;;
  esac
}

is_own_setting() { # NAME: a setting of ./damso itself, which no service reads
  case $1 in
    DAMSO_HSTS|DAMSO_ADDRESS|DAMSO_PORT_OFFSET|DAMSO_RUN_DIR|DAMSO_START_TIMEOUT|DAMSO_TEST_*|DAMSO_TLS_NAMES|\
    DAMSO_SECRETS_FROM|DAMSO_OWNER_*|DAMSO_RABBITMQ_*|DAMSO_ERLANG_COOKIE) return 0 ;;
    DAMSO_GATEWAY_RELAY_PORT) return 1 ;;
    DAMSO_*_PORT) return 0 ;;
    *) return 1 ;;
  esac
}

is_service_setting() { # NAME: a setting that Spring or Java reads
  is_fixed "$1" && return 1
  is_own_setting "$1" && return 1
  case $1 in
    DAMSO_*|SPRING_*|SPRINGDOC_*|LOGGING_*|SERVER_*|MANAGEMENT_*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS) return 0 ;;
    *) return 1 ;;
  esac
}

is_fixed() { # NAME: a setting that ./damso sets for each process
  case $1 in
    DAMSO_HOME|DAMSO_NODE|DAMSO_SECRETS|SERVER_PORT|MANAGEMENT_SERVER_PORT|SPRING_RABBITMQ_PORT|SPRING_MONGODB_URI|\
    DAMSO_GATEWAY_RELAY_PORT|MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_SHOWCOMPONENTS) return 0 ;;
    SPRING_RABBITMQ_ADDRESSES|DAMSO_GATEWAY_RELAY_ADDRESSES) [ "$BROKERS" -gt 1 ] ;;
    *) return 1 ;;
  esac
}

# Exports saved settings that are not in the environment, for this script and for the processes.
export_settings() {
  local name
  for name in "${!REMEMBERED[@]}"; do
    [ -n "${!name+given}" ] || export "$name=${REMEMBERED[$name]}"
  done
  for name in $(compgen -e); do
    if is_remembered "$name" && [ -z "${!name}" ]; then unset "$name"; fi
  done
}

remember_cluster() { # saves the environment after export_settings
  local name
  mkdir -p "$RUN"
  # Contains messages, logs and passwords.
  chmod 700 "$RUN"
  (
    umask 077
    {
      echo "# Options and environment of ./damso up. Every command reads this file."
      printf 'GATEWAYS=%q\nBROKERS=%q\nPERSISTENCES=%q\nMONGO_URI=%q\n' "$GATEWAYS" "$BROKERS" "$PERSISTENCES" "$MONGO_URI"
      for name in $(compgen -e | sort); do
        if is_remembered "$name"; then printf 'remembered %s %q\n' "$name" "${!name}"; fi
      done
    } >"$CLUSTER.new"
  )
  mv "$CLUSTER.new" "$CLUSTER"
}

other_settings() { # names of settings in the environment that are not the cluster's
  local name
  for name in $(compgen -e); do
    if is_remembered "$name" && [ "${!name}" != "${REMEMBERED[$name]-}" ]; then echo "$name"; fi
  done
}

warn_of_fixed() {
  local name
  for name in $(compgen -e); do
    case $name in
      SPRING_MONGODB_URI) warn "SPRING_MONGODB_URI is ignored; use ./damso up --mongo URI." ;;
      *) ! is_fixed "$name" || warn "$name is ignored: ./damso sets it for each process." ;;
    esac
  done
}

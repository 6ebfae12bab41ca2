# shellcheck shell=bash
# Damso's own programs and how each is started.

jar_of() { # NAME -> jar as it was built
  case $1 in
    store) echo "$STORE_JAR" ;;
    persistence-*) echo "$PERSISTENCE_JAR" ;;
    gateway-*) echo "$GATEWAY_JAR" ;;
  esac
}

mongo_uri() { echo "${MONGO_URI:-mongodb://127.0.0.1:$STORE_PORT/damso}"; }

# The readiness endpoint shows its components; the management port is on loopback.
environment_of() { # NAME -> lines NAME=VALUE, in addition to the environment
  local port
  case $1 in
    persistence-*) port=$(persistence_port "$1") ;;
    gateway-*) port=$(gateway_port "$1") ;;
    *) return ;;
  esac
  printf '%s\n' DAMSO_NODE="$1" DAMSO_SECRETS="$SECRETS/${1%-*}" DAMSO_DEMO_ENABLED="$DEMO" \
    SERVER_PORT="$port" MANAGEMENT_SERVER_PORT=$((port + 1)) SPRING_RABBITMQ_PORT="$AMQP_PORT" \
    MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_SHOWCOMPONENTS=always
  case $1 in
    persistence-*) echo SPRING_MONGODB_URI="$(mongo_uri)" ;;
    *) echo DAMSO_GATEWAY_RELAY_PORT="$STOMP_PORT" ;;
  esac
  [ "$BROKERS" -gt 1 ] || return 0
  echo SPRING_RABBITMQ_ADDRESSES="$(broker_addresses "$AMQP_PORT")"
  [[ $1 != gateway-* ]] || echo DAMSO_GATEWAY_RELAY_ADDRESSES="$(broker_addresses "$STOMP_PORT")"
}

run_store() {
  local command
  java_command store 768m
  launch store "${command[@]}" -jar "$(installed "$STORE_JAR")" --port="$STORE_PORT" --data="$RUN/store/data"
}

run_with_class_cache() { # NAME of a gateway or persistence
  local command jar cache
  jar=$(installed "$(jar_of "$1")")
  cache=$(class_cache "$jar")
  java_command "$1" 512m
  [ ! -f "$cache" ] || command+=("-XX:AOTCache=$cache")
  launch "$1" "${command[@]}" -jar "$jar"
}

java_command() { # NAME HEAP: sets command
  local options
  mapfile -t options < <(java_options)
  mapfile -t command < <(environment_of "$1")
  command=(env "${command[@]}" "$JDK/bin/java" -Xmx"$2" "${options[@]}")
}

# --------------------------------------------------------------------------------------------------------- class caches
# Saves the loaded classes of one start: an AOT cache (JEP 514). It takes ten seconds or more once for each build and
# program, and halves the start time of gateways and persistence, which are started often.

class_cache() { echo "${1%.jar}.jdk$JDK_VERSION.classes"; } # JAR

has_class_cache() { [ -f "$(class_cache "$(installed "$(jar_of "$1")")")" ]; } # NAME

create_class_cache() { # NAME: starts it and ends it before it opens ports
  local command jar cache
  jar=$(installed "$(jar_of "$1")")
  cache=$(class_cache "$jar")
  java_command "$1" 512m
  "${command[@]}" -XX:AOTCacheOutput="$cache.new" -Dspring.context.exit=onRefresh -jar "$jar" >"$cache.log" 2>&1 </dev/null || return
  mv "$cache.new" "$cache"
}

# If the start itself failed, the real start prints a better message.
warn_of_slow_start() { # NAME
  local log
  log=$(class_cache "$(installed "$(jar_of "$1")")").log
  grep -q 'APPLICATION FAILED TO START' "$log" || warn "The class cache of ${1%-*} could not be created, so it starts more slowly; see $log"
}

# shellcheck shell=bash
# The processes of the cluster: how each starts, when it is ready and which ports it has.

gateway_names() { seq -f 'gateway-%g' "$GATEWAYS"; }
persistence_names() { seq -f 'persistence-%g' "$PERSISTENCES"; }
store_names() { [ -n "$MONGO_URI" ] || echo store; }
all_names() { broker_names; store_names; persistence_names; gateway_names; echo nginx; }

index_of() { echo "${1##*-}"; }
gateway_port() { echo $((GATEWAY_PORT + 2 * ($(index_of "$1") - 1))); }
persistence_port() { echo $((PERSISTENCE_PORT + 2 * ($(index_of "$1") - 1))); }

ports_of() { # NAME -> lines "PORT SETTING"
  case $1 in
    rabbitmq-*) ports_of_broker "$1" ;;
    store) echo "$STORE_PORT DAMSO_STORE_PORT" ;;
    persistence-*) printf '%s DAMSO_PERSISTENCE_PORT\n' "$(persistence_port "$1")" $(($(persistence_port "$1") + 1)) ;;
    gateway-*) printf '%s DAMSO_GATEWAY_PORT\n' "$(gateway_port "$1")" $(($(gateway_port "$1") + 1)) ;;
    nginx) printf '%s\n' "$HTTPS_PORT DAMSO_HTTPS_PORT" "$HTTP_PORT DAMSO_HTTP_PORT" ;;
  esac
}

need_ports_of() { # NAME
  local port setting
  while read -r port setting; do need_port "$port" "$setting"; done < <(ports_of "$1")
}

run_service() { # NAME: starts it without waiting
  note_settings "$1"
  case $1 in
    rabbitmq-*) run_rabbitmq "$1" ;;
    store) run_store ;;
    persistence-*|gateway-*) run_with_class_cache "$1" ;;
    nginx) run_nginx ;;
  esac
}

is_ready() { # NAME
  case $1 in
    rabbitmq-*) is_broker_ready "$1" ;;
    store) port_open "$STORE_PORT" ;;
    persistence-*) http_ok "http://127.0.0.1:$(($(persistence_port "$1") + 1))/actuator/health/readiness" ;;
    gateway-*) http_ok "http://127.0.0.1:$(($(gateway_port "$1") + 1))/actuator/health/readiness" ;;
    nginx) http_ok --cacert "$SECRETS/nginx/tls.crt" "https://localhost:$HTTPS_PORT/" ;;
  esac
}

http_ok() { curl -sf -o /dev/null --noproxy '*' --max-time 3 "$@"; }

# -------------------------------------------------------------------------------------------------------------- Java
java_options() { # options of every program
  local of_tests
  read -ra of_tests <<<"${DAMSO_TEST_JAVA_OPTIONS:-}"
  # Netty and JCTools use sun.misc.Unsafe, for which newer JDKs print warnings.
  printf '%s\n' -XX:+ExitOnOutOfMemoryError -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow "${of_tests[@]}"
}

# ------------------------------------------------------------------------------------------------------------- NGINX
render() { # TEMPLATE: replaces ${DAMSO_...} with the environment's values and nothing else
  local text name
  text=$(cat "$1")
  # shellcheck disable=SC2016 # the names are wanted, not the values
  for name in $(grep -o '\${DAMSO_[A-Z_]*}' "$1" | tr -d '${}' | sort -u); do
    text=${text//"\${$name}"/${!name-}}
  done
  printf '%s\n' "$text"
}

upstream_servers() { # PORT...
  printf 'server 127.0.0.1:%s max_fails=2 fail_timeout=1s; ' "$@"
}

nginx_conf() { # prints the configuration for the current number of gateways
  local dir=$RUN/nginx name ports=() rest_ports=()
  for name in $(gateway_names); do ports+=("$(gateway_port "$name")"); done
  for name in $(persistence_names); do rest_ports+=("$(persistence_port "$name")"); done
  local user='' files
  files=$(ulimit -Hn)
  [ "$files" != unlimited ] && [ "$files" -lt 65536 ] || files=65536
  # If root starts NGINX, the workers must be able to read a page in root's home directory.
  [ "$(id -u)" != 0 ] || user='user root;'
  DAMSO_NGINX_USER=$user DAMSO_NGINX_FILES=$files DAMSO_HTTP_LISTEN=$LISTEN_ADDRESS:$HTTP_PORT DAMSO_HTTPS_LISTEN=$LISTEN_ADDRESS:$HTTPS_PORT \
    DAMSO_HTTPS_PUBLIC_PORT=$HTTPS_PORT DAMSO_TLS_DIR=$SECRETS/nginx DAMSO_WEB_ROOT=$WEB_ROOT \
    DAMSO_HSTS=${DAMSO_HSTS:-} DAMSO_NGINX_RUN=$dir DAMSO_NGINX_LOG=$(log_file nginx) DAMSO_RESOLVER='' \
    DAMSO_GATEWAY_SERVERS=$(upstream_servers "${ports[@]}") \
    DAMSO_PERSISTENCE_SERVERS=$(upstream_servers "${rest_ports[@]}") \
    render "$DAMSO_HOME/nginx/nginx.conf.template"
}

run_nginx() {
  local dir=$RUN/nginx
  mkdir -p "$dir"
  nginx_conf >"$dir/nginx.conf"
  launch nginx "$(find_program nginx)" -e stderr -c "$dir/nginx.conf" -g 'daemon off;'
}

reload_nginx() { # [always]: reloads the configuration if it changed; open sockets stay with the old workers
  local dir=$RUN/nginx
  nginx_conf >"$dir/nginx.conf.new"
  if [ $# -eq 0 ] && cmp -s "$dir/nginx.conf.new" "$dir/nginx.conf"; then rm "$dir/nginx.conf.new"; return; fi
  "$(find_program nginx)" -e stderr -t -q -c "$dir/nginx.conf.new" || die "NGINX rejects $dir/nginx.conf.new"
  mv "$dir/nginx.conf.new" "$dir/nginx.conf"
  kill -HUP "$(pid_of nginx)"
  note_settings nginx
}

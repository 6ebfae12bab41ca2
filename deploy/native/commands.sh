# The commands of ./damso.

command_help() {
  cat <<'EOF'
Damso: STOMP chat that scales out, on this machine and without containers.

  ./damso up [--gateways N] [--mongo URI]  install what is missing, build, start everything, wait until it is ready
  ./damso down [--wipe]                    stop everything; --wipe deletes the data, too
  ./damso status [--json]                  what runs, where, and whether it is ready
  ./damso logs NAME                        follow the log of one process
  ./damso start|stop|kill NAME             one process: start it, end it gently, end it at once
  ./damso token USER                       a token for this user (demo sign-in)
  ./damso demo [--url URL] [--insecure]    two users on two gateways talk; exit 1 when anything is off
  ./damso bench store [--sizes 10k,200k,1m] [--peers embedded,h2,memory] [--seconds N] [--fill-seconds N]
                      [--json FILE] [--docs]
                                           the embedded store beside mongo-java-server's own; docs/benchmarks.md
  ./damso bench fanout|rooms|idle|connect|storm|slow|soak [--peer damso,stock,web-stomp,nats,simple] [--runs N]
                      [--json FILE] [--docs] ...
                                           chat under load, beside its peers; docs/benchmarks.md has the options
  ./damso test                             all tests: unit, integration, system, browser

NAME is rabbitmq-1, store, persistence-1, gateway-1 ..., nginx. Data and logs are under .run/ (DAMSO_RUN_DIR).
Every port is a setting (deploy/native/settings.sh); DAMSO_PORT_OFFSET moves all of them.
EOF
}

command_up() {
  while [ $# -gt 0 ]; do
    case $1 in
      --gateways) GATEWAYS=${2:-}; shift 2 || die "--gateways needs a number" ;;
      --mongo) MONGO_URI=${2:-}; shift 2 || die "--mongo needs a URI" ;;
      *) die "up does not know '$1'. Use: ./damso up [--gateways N] [--mongo URI]" ;;
    esac
  done
  [[ $GATEWAYS =~ ^[1-9][0-9]?$ ]] || die "--gateways takes a number from 1 to 99, not '$GATEWAYS'"
  [[ -z $MONGO_URI || $MONGO_URI =~ ^mongodb(\+srv)?://[^/]+/[^/]+ ]] ||
    die "--mongo takes a URI with a database, such as mongodb://host:27017/damso, not '$MONGO_URI'"
  need_tools
  build
  remember_cluster
  sh "$DAMSO_HOME/deploy/secrets.sh" "$SECRETS"
  cluster_up
  cluster_urls
}

command_down() {
  local wipe=
  case ${1:-} in
    '') ;;
    --wipe) wipe=yes ;;
    *) die "down does not know '$1'. Use: ./damso down [--wipe]" ;;
  esac
  cluster_down
  if [ -n "$wipe" ] && [ -d "$RUN" ]; then
    [ -f "$CLUSTER" ] || die "$RUN was not made by './damso up'; it is left alone."
    rm -rf "$RUN"
    say "Deleted $RUN"
  fi
}

command_status() {
  case ${1:-} in
    '') status_table ;;
    --json) status_json ;;
    *) die "status does not know '$1'. Use: ./damso status [--json]" ;;
  esac
}

status_table() {
  local name pid ready
  printf '%-15s %-8s %-6s %s\n' NAME PID READY PORTS
  for name in $(all_names); do
    pid=$(pid_of "$name") || pid=-
    ready=no; [ "$pid" = - ] || ! is_ready "$name" || ready=yes
    printf '%-15s %-8s %-6s %s\n' "$name" "$pid" "$ready" "$(ports_of "$name" | cut -d' ' -f1 | tr '\n' ' ')"
  done
}

status_json() {
  local name pid ready separator='['
  for name in $(all_names); do
    pid=$(pid_of "$name") || pid=null
    ready=false; [ "$pid" = null ] || ! is_ready "$name" || ready=true
    printf '%s{"name":"%s","pid":%s,"ports":[%s],"ready":%s}' "$separator" "$name" "$pid" \
      "$(ports_of "$name" | cut -d' ' -f1 | paste -sd, -)" "$ready"
    separator=','
  done
  echo ']'
}

need_name() { # NAME
  local name
  for name in $(all_names); do [ "$name" != "${1:-}" ] || return 0; done
  die "There is no process '${1:-}'. Known: $(all_names | tr '\n' ' ')"
}

command_logs() {
  need_name "${1:-}"
  [ -f "$(log_file "$1")" ] || die "$1 has not run yet."
  tail -n 100 -F "$(log_file "$1")"
}

command_start() {
  need_name "${1:-}"
  [ -f "$CLUSTER" ] || die "There is no cluster yet. Run ./damso up first."
  need_tools
  start_if_gone "$1"
  await_ready "$1"
}

command_stop() {
  need_name "${1:-}"
  terminate "$1"
  say "$1 is stopped."
}

command_kill() {
  need_name "${1:-}"
  kill_group "$1"
  say "$1 is killed."
}

command_token() {
  [[ ${1:-} =~ ^[A-Za-z0-9._@+-]{1,128}$ ]] || die "Use: ./damso token USER (letters, digits and ._@+-)"
  local answer
  answer=$(curl -sf --noproxy '*' --max-time 10 --cacert "$SECRETS/nginx/tls.crt" -H 'Content-Type: application/json' \
    -d "{\"username\":\"$1\"}" "https://localhost:$HTTPS_PORT/api/auth/token") ||
    die "No token: is the cluster up (./damso status)?"
  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p' <<<"$answer"
}

command_demo() {
  find_jdk
  [ -n "$JDK" ] || die "The demo needs a JDK $MIN_JAVA or newer."
  [ -f "$DEMO_JAR" ] || { need_tools; build; }
  local arguments=()
  [[ " $* " == *' --url '* ]] || arguments=(--url "wss://localhost:$HTTPS_PORT/ws" --certificate "$SECRETS/nginx/tls.crt")
  exec "$JDK/bin/java" -jar "$DEMO_JAR" "${arguments[@]}" "$@"
}

command_test() {
  need_tools chromium chromedriver
  say "Testing with JDK $JDK_VERSION"
  cd "$DAMSO_HOME"
  JAVA_HOME=$JDK env -u DAMSO_TEST_MONGO_URI mvn -B -ntp verify "$@"
  test_on_mongodb
}

# shellcheck shell=bash
# The commands of ./damso.

command_up() {
  local had=$BROKERS
  while [ $# -gt 0 ]; do
    case $1 in
      --gateways) GATEWAYS=${2:-}; shift 2 || die "--gateways needs a number" ;;
      --brokers) BROKERS=${2:-}; shift 2 || die "--brokers needs a number" ;;
      --persistence) PERSISTENCES=${2:-}; shift 2 || die "--persistence needs a number" ;;
      --mongo) MONGO_URI=${2:-}; shift 2 || die "--mongo needs a URI, or none" ;;
      *) die "up has no option '$1'. './damso up --help' lists its options." ;;
    esac
  done
  [[ $GATEWAYS =~ ^[1-9][0-9]?$ ]] || die "--gateways takes a number from 1 to 99, not '$GATEWAYS'"
  [[ $PERSISTENCES =~ ^[1-9]$ ]] || die "--persistence takes a number from 1 to 9, not '$PERSISTENCES'"
  [[ $BROKERS == 1 || $BROKERS == 3 ]] || die "--brokers takes 1 or 3, not '$BROKERS'"
  { [ ! -f "$CLUSTER" ] || [ "$BROKERS" -ge "$had" ]; } ||
    die "This cluster has $had brokers, and its queues are on all of them. It cannot have fewer.
  For a new cluster with one: ./damso down --wipe, which deletes all data, then ./damso up --brokers 1"
  [ "$MONGO_URI" != none ] || MONGO_URI=
  [[ -z $MONGO_URI || $MONGO_URI =~ ^mongodb(\+srv)?://[^/[:space:]]+/[^/[:space:]]+$ ]] ||
    die "--mongo takes a URI with a database, such as mongodb://host:27017/damso, or none, not '$(without_login <<<"$MONGO_URI")'"
  [[ $DEMO == true || $DEMO == false ]] || die "DAMSO_DEMO_ENABLED is '$DEMO'; set true or false."
  bring_up
}

command_down() {
  local wipe='' yes=''
  while [ $# -gt 0 ]; do
    case $1 in
      --wipe) wipe=yes ;;
      --yes) yes=yes ;;
      *) die "down has no option '$1'. Use: ./damso down [--wipe [--yes]]" ;;
    esac
    shift
  done
  if [ -n "$wipe" ] && [ -d "$RUN" ]; then
    is_run_directory || die "$RUN was not created by './damso up'; it is not deleted."
    [ -n "$yes" ] || confirm_wipe
  fi
  cluster_down
  if [ -n "$wipe" ] && [ -d "$RUN" ]; then
    rm -rf "$RUN"
    say "Deleted $RUN"
  fi
}

is_run_directory() { # an `up` that fails early leaves only a build
  [ -f "$CLUSTER" ] || ! find "$RUN" -mindepth 1 -maxdepth 1 ! -name app ! -name build.log ! -name bench ! -name chaos | grep -q .
}

confirm_wipe() { # asks only on a terminal
  local answer=''
  [ -t 0 ] || return 0
  printf "This deletes all messages, rooms, secrets and logs in %s. Type 'yes' to continue: " "$RUN" >&2
  read -r answer || true
  [ "$answer" = yes ] || die "Nothing was stopped or deleted."
}

command_status() {
  need_same_ports
  case ${1:-} in
    '') status_table ;;
    --json) status_json ;;
    *) die "status has no option '$1'. Use: ./damso status [--json]" ;;
  esac
}

status_table() {
  local name pid ready
  printf '%-15s %-8s %-6s %s\n' NAME PID READY PORTS
  for name in $(known_names); do
    pid=$(pid_of "$name") || pid=-
    ready=no; [ "$pid" = - ] || ! is_ready "$name" || ready=yes
    printf '%-15s %-8s %-6s %s\n' "$name" "$pid" "$ready" "$(ports_of "$name" | cut -d' ' -f1 | tr '\n' ' ')"
    nothing_left_of "$name" ||
      echo "  $name has ended, but its child processes $(left_over "$name" | paste -sd' ') still run; ./damso start, stop or kill ends them."
  done
}

status_json() {
  local name pid ready separator='['
  for name in $(known_names); do
    pid=$(pid_of "$name") || pid=null
    ready=false; [ "$pid" = null ] || ! is_ready "$name" || ready=true
    printf '%s{"name":"%s","pid":%s,"ports":[%s],"ready":%s,"leftOver":[%s]}' "$separator" "$name" "$pid" \
      "$(ports_of "$name" | cut -d' ' -f1 | paste -sd, -)" "$ready" "$(left_over "$name" | paste -sd, -)"
    separator=','
  done
  echo ']'
}

need_name() { # NAME
  local name
  for name in $(known_names); do [ "$name" != "${1:-}" ] || return 0; done
  die "There is no process '${1:-}'. Known: $(known_names | tr '\n' ' ')"
}

command_logs() {
  need_same_ports
  need_name "${1:-}"
  [ -f "$(log_file "$1")" ] || die "$1 has not run yet."
  tail -n 100 -F "$(log_file "$1")"
}

command_start() {
  need_same_ports
  need_name "${1:-}"
  [ -f "$CLUSTER" ] || die "There is no cluster yet. Run ./damso up first."
  need_tools
  [ -f "$(jar_of "$1")" ] || [ -z "$(jar_of "$1")" ] || build
  local others
  others=$(other_settings | paste -sd' ' -)
  export_settings
  [ -z "$others" ] || warn "$1 gets settings that the cluster does not have: $others. './damso up' resets them."
  start_if_gone "$1"
  await_ready "$1"
}

command_stop() {
  need_same_ports
  need_name "${1:-}"
  if [[ $1 == gateway-* ]]; then say "Stopping $1: its sockets are closed over some seconds; a second stop ends it at once"; fi
  terminate "$1"
  say "$1 is stopped."
}

command_roll() {
  [ $# -eq 0 ] || die "roll has no option '$1'. Use: ./damso roll"
  need_same_ports
  [ -n "$(running_names)" ] || die "No cluster runs here. ./damso up starts one."
  need_tools
  if [ ! -f "$GATEWAY_JAR" ] || [ ! -f "$PERSISTENCE_JAR" ]; then build; fi
  export_settings
  cluster_roll
}

command_kill() {
  need_same_ports
  need_name "${1:-}"
  kill_group "$1"
  say "$1 is killed."
}

command_demo() {
  local arguments=()
  find_jdk
  [ -n "$JDK" ] || die "The demo needs a JDK $MIN_JAVA or newer."
  [ -f "$DEMO_JAR" ] || { need_tools; build; } >&2
  if [[ " $* " != *' --url '* ]]; then
    need_same_ports
    [ -n "$(running_names)" ] || die "No cluster runs here. ./damso up starts one; --url URL uses another."
    [ "$DEMO" = true ] || die "$DEMO_IS_OFF"
    arguments=(--url "wss://localhost:$HTTPS_PORT/ws" --certificate "$SECRETS/nginx/tls.crt")
  fi
  exec "$JDK/bin/java" -jar "$DEMO_JAR" ${arguments[@]+"${arguments[@]}"} "$@"
}

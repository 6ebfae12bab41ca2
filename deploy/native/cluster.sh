# shellcheck shell=bash disable=SC2034,SC2153 # other parts read what is set here, and set what is read
# The cluster as a whole.

start_if_gone() { # NAME
  is_gone "$1" || return 0
  end_left_over "$1"
  need_ports_of "$1"
  mark_log "$1"
  begin_launch
  run_service "$1"
  BEGAN+=("$1")
  end_launch
}

await_ready() { # NAME
  local begun=$SECONDS next=$((SECONDS + PROGRESS_SECONDS)) cause
  until is_ready "$1"; do
    if is_gone "$1"; then
      die "$1 ended while it was starting:
$(why_ended "$1")
  The whole log is in $(log_file "$1")"
    fi
    if cause=$(final_cause "$1"); then
      terminate "$1"
      die "$1 cannot start: $cause"
    fi
    [ $((SECONDS - begun)) -lt "$START_TIMEOUT" ] ||
      die "$1 is not ready after $START_TIMEOUT s: $(waits_for "$1"). Its log is in $(log_file "$1")"
    if [ $SECONDS -ge $next ]; then
      say "$1 is still starting ($((SECONDS - begun)) s): $(waits_for "$1")"
      next=$((SECONDS + PROGRESS_SECONDS))
    fi
    sleep 0.2
  done
  say "$1 is ready."
}

cluster_up() {
  local name gone=() brokers=() changed=()
  for name in $(all_names); do
    if is_gone "$name"; then
      if [[ $name == rabbitmq-* && $BROKERS -gt 1 ]]; then brokers+=("$name"); else gone+=("$name"); fi
      end_left_over "$name"
      need_ports_of "$name"
    else
      note_change "$name"
    fi
  done
  stop_surplus
  # First the processes that others depend on. Brokers restart when the missing ones run.
  [ "$BROKERS" = 1 ] || start_brokers ${brokers[@]+"${brokers[@]}"}
  for name in ${changed[@]+"${changed[@]}"}; do
    case $name in rabbitmq-*) restart_broker "$name" ;; store) restart "$name" ;; esac
  done
  [ ${#gone[@]} -eq 0 ] || start_together "${gone[@]}"
  for name in ${changed[@]+"${changed[@]}"}; do [[ $name != persistence-* && $name != gateway-* ]] || restart "$name"; done
  stop_unused_store
  refresh_nginx
}

note_change() { # NAME: adds the process to `changed` of cluster_up if it must be restarted, and prints why
  local differs
  differs=$(what_differs "$1")
  [ -n "$differs" ] || return 0
  say "$1 runs with other settings: $differs"
  changed+=("$1")
}

restart() { # NAME: returns when the process is ready, so that clients always find another one
  say "Restarting $1"
  [[ $1 != gateway-* && $1 != persistence-* ]] || ensure_class_cache "$1"
  terminate "$1"
  start_if_gone "$1"
  await_ready "$1"
}

# Starts all processes at once. Each waits for what it needs, so the cores of a small machine are used from the start.
start_together() { # NAME...
  local name cache_writer='' gateways=()
  say "Starting $*"
  for name; do
    if [[ $name == gateway-* ]]; then gateways+=("$name"); else start_if_gone "$name"; fi
  done
  if [ ${#gateways[@]} -gt 0 ] && ! has_class_cache "${gateways[0]}"; then
    create_class_cache "${gateways[0]}" &
    cache_writer=$!
    CHILD=$cache_writer
  else
    for name in ${gateways[@]+"${gateways[@]}"}; do start_if_gone "$name"; done
  fi
  for name; do [[ $name == gateway-* || $name == nginx ]] || await_ready "$name"; done
  if [ -n "$cache_writer" ]; then
    await_class_cache "$cache_writer" "${gateways[0]}"
    for name in "${gateways[@]}"; do start_if_gone "$name"; done
  fi
  for name; do [[ $name != gateway-* && $name != nginx ]] || await_ready "$name"; done
}

# Called before a process is stopped, to shorten its downtime. The first `up` does not wait for the cache of persistence.
ensure_class_cache() { # NAME
  ! has_class_cache "$1" || return 0
  create_class_cache "$1" &
  await_class_cache $! "$1"
}

await_class_cache() { # PROCESS_ID NAME
  await_child "$1" echo "Once for each build: creating the class cache of ${2%-*}" || warn_of_slow_start "$2"
}

stop_surplus() { # stops processes that a smaller cluster does not have; NGINX is reconfigured first
  local name surplus=()
  for name in $(running_names); do
    case $name in
      gateway-*) [ "$(index_of "$name")" -le "$GATEWAYS" ] || surplus+=("$name") ;;
      persistence-*) [ "$(index_of "$name")" -le "$PERSISTENCES" ] || surplus+=("$name") ;;
    esac
  done
  [ ${#surplus[@]} -gt 0 ] || return 0
  is_gone nginx || reload_nginx
  for name in "${surplus[@]}"; do
    say "Stopping $name"
    terminate "$name"
  done
}

stop_unused_store() { # after persistence has switched to MongoDB
  if [ -z "$MONGO_URI" ] || is_gone store; then return 0; fi
  say "Stopping store; its data stays in $RUN/store/data"
  terminate store
}

refresh_nginx() { # a new address needs a restart: NGINX cannot open a port that it holds on another address
  case ", $(what_differs nginx)," in
    ', ,') return ;;
    *', listen,'*|*', settings that are not known,'*) restart nginx ;;
    *) reload_nginx always ;;
  esac
}

running_names() { # all names with a running process, in the order of stopping
  local name
  for name in $(cd "$RUN" 2>/dev/null && ls -d gateway-* 2>/dev/null) nginx \
    $(cd "$RUN" 2>/dev/null && ls -d persistence-* rabbitmq-* 2>/dev/null) epmd store; do
    has_ended "$name" || echo "$name"
  done
}

known_names() { # the processes of the cluster, and other running ones of this directory
  { all_names; running_names | sed '/^epmd$/d'; } | awk '!seen[$0]++'
}

# First the gateways: they need NGINX to tell their clients. All together, so that no client is moved to one that stops next.
cluster_down() {
  local name gateways=() others=()
  for name in $(running_names); do
    if [[ $name == gateway-* ]]; then gateways+=("$name"); else others+=("$name"); fi
  done
  if [ ${#gateways[@]} -gt 0 ]; then
    say "Stopping ${gateways[*]}: their sockets are closed over some seconds; a second ./damso down ends them at once"
    terminate "${gateways[@]}"
  fi
  for name in ${others[@]+"${others[@]}"}; do
    case $name in
      rabbitmq-*) stop_brokers "${others[@]}" ;;
      epmd) terminate epmd ;;
      *) say "Stopping $name"; terminate "$name" ;;
    esac
  done
  forget_old_programs
}

# All together: a broker that the others have left pauses.
stop_brokers() { # NAME... of any processes
  local name brokers=()
  for name; do if [[ $name == rabbitmq-* ]] && ! has_ended "$name"; then brokers+=("$name"); fi; done
  [ ${#brokers[@]} -gt 0 ] || return 0
  say "Stopping ${brokers[*]}"
  terminate "${brokers[@]}"
}

# Restarts one process after the other, each when the previous one is ready.
cluster_roll() {
  local name
  for name in $(all_names); do
    is_ready "$name" || die "$name is not ready, so nothing was restarted. './damso up' starts what is missing."
  done
  [ "$GATEWAYS" -gt 1 ] || warn "There is one gateway: clients cannot connect while it restarts. './damso up --gateways 2' avoids this."
  [ "$PERSISTENCES" -gt 1 ] || warn "There is one persistence: while it restarts, REST does not answer and messages are stored later.
  './damso up --persistence 2' avoids this."
  if [ "$BROKERS" -gt 1 ]; then
    for name in $(broker_names); do restart_broker "$name"; done
    spread_leaders
  fi
  for name in $(gateway_names) $(persistence_names); do restart "$name"; done
  say "Reloading nginx: open sockets stay with its old workers"
  reload_nginx always
  await_ready nginx
  name=$({ [ "$BROKERS" -gt 1 ] || echo rabbitmq-1; store_names; } | paste -sd' ' | sed 's/ / and /')
  [ -z "$name" ] || say "Not restarted: $name. There is only one of each, so a restart
       interrupts its service: ./damso stop NAME and ./damso start NAME restart it. No acknowledged message is lost."
}

cluster_urls() {
  local secrets=${SECRETS#"$PWD"/}
  cat <<EOF

  Chat page            https://localhost:$HTTPS_PORT/
  STOMP over WebSocket wss://localhost:$HTTPS_PORT/ws
  REST                 https://localhost:$HTTPS_PORT/api
  RabbitMQ console     http://localhost:$CONSOLE_PORT/$([ "$BROKERS" = 1 ] || echo " and the next two ports")  user damso-admin, password in $secrets/admin/rabbitmq.password
  Messages             $(if [ -n "$MONGO_URI" ]; then without_login <<<"$MONGO_URI"; else echo "embedded store, ${RUN#"$PWD"/}/store/data"; fi)

EOF
  if [ "$DEMO" = true ]; then
    echo "  ./damso demo lets two users exchange messages; ./damso status shows the processes; ./damso down stops them."
  else
    echo "  $DEMO_IS_OFF"
    echo "  ./damso status shows the processes; ./damso down stops them."
  fi
  echo "The certificate is self-signed: browsers show a warning once; other clients must trust $secrets/nginx/tls.crt"
}

DEMO_IS_OFF="The demo sign-in is off: use a token of your own product (README, 'Bring your own users').
  DAMSO_DEMO_ENABLED=true ./damso up enables it."

# The cluster as a whole.

remember_cluster() {
  mkdir -p "$RUN"
  # Messages, logs and passwords lie here: nobody else's business.
  chmod 700 "$RUN"
  printf 'GATEWAYS=%q\nMONGO_URI=%q\n' "$GATEWAYS" "$MONGO_URI" >"$CLUSTER"
  chmod 600 "$CLUSTER"
}

start_if_gone() { # NAME
  if is_gone "$1"; then
    need_ports_of "$1"
    run_service "$1"
  fi
}

await_ready() { # NAME
  local end=$((SECONDS + START_TIMEOUT))
  until is_ready "$1"; do
    if is_gone "$1"; then
      tail -15 "$(log_file "$1")" >&2
      die "$1 ended while it was starting; the whole log is in $(log_file "$1")"
    fi
    [ $SECONDS -lt $end ] || die "$1 is not ready after $START_TIMEOUT s; its log is in $(log_file "$1")"
    sleep 0.2
  done
  say "$1 is ready."
}

cluster_up() {
  local name
  for name in $(all_names); do ! is_gone "$name" || need_ports_of "$name"; done
  say "Starting $(all_names | tr '\n' ' ')"
  stop_surplus_gateways
  # All at once: each waits for what it needs, and the two cores of a small machine are busy from the start.
  for name in $(all_names); do start_if_gone "$name"; done
  for name in $(all_names); do await_ready "$name"; done
  reload_nginx
}

stop_surplus_gateways() { # those that an earlier, larger cluster has left; NGINX forgets them first
  local name surplus=()
  for name in $(running_names); do
    [[ $name == gateway-* && $(index_of "$name") -gt $GATEWAYS ]] && surplus+=("$name") || true
  done
  [ ${#surplus[@]} -gt 0 ] || return 0
  is_gone nginx || reload_nginx
  for name in "${surplus[@]}"; do
    say "Stopping $name"
    terminate "$name"
  done
}

running_names() { # everything with a process file, in the order of stopping
  local name
  for name in nginx $(cd "$RUN" 2>/dev/null && ls -d gateway-* persistence-* 2>/dev/null) rabbitmq-1 epmd store; do
    is_gone "$name" || echo "$name"
  done
}

cluster_down() {
  local name
  for name in $(running_names); do
    [ "$name" = epmd ] || say "Stopping $name"
    terminate "$name"
  done
  forget_old_programs
}

cluster_urls() {
  cat <<EOF

  Chat page            https://localhost:$HTTPS_PORT/
  STOMP over WebSocket wss://localhost:$HTTPS_PORT/ws
  REST                 https://localhost:$HTTPS_PORT/api
  RabbitMQ console     http://localhost:$CONSOLE_PORT/  user damso-admin, password in ${SECRETS#"$PWD"/}/admin/rabbitmq.password

  ./damso demo lets two users talk; ./damso status shows the processes; ./damso down ends them.
  The certificate is self-signed: browsers ask once, clients trust ${SECRETS#"$PWD"/}/nginx/tls.crt
EOF
}

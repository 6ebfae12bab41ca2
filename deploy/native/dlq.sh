# shellcheck shell=bash
# `dlq`: lists, replays and drops dead letters, as the operator's user of RabbitMQ.

DLQ_USE="Use: ./damso dlq list [--limit N], ./damso dlq replay --id MESSAGE_ID|--all, or ./damso dlq drop --id MESSAGE_ID|--all [--yes]"

command_dlq() {
  local action=${1:-} options=() yes=''
  case $action in list|replay|drop) shift ;; *) die "$DLQ_USE" ;; esac
  while [ $# -gt 0 ]; do
    case $action:$1 in
      list:--limit)
        [[ ${2:-} =~ ^[1-9][0-9]{0,3}$|^10000$ ]] || die "--limit takes a number from 1 to 10000, not '${2:-}'"
        options+=("$1" "$2"); shift ;;
      replay:--id|drop:--id)
        [ -n "${2:-}" ] || die "--id needs the id of a dead letter; ./damso dlq list shows them"
        options+=("$1" "$2"); shift ;;
      replay:--all|drop:--all) options+=("$1") ;;
      drop:--yes) yes=yes ;;
      *) die "dlq $action has no option '$1'. $DLQ_USE" ;;
    esac
    shift
  done
  [ "$action" = list ] || need_selection "$action" ${options[@]+"${options[@]}"}
  need_dead_letters
  [ "$action" != drop ] || [ -n "$yes" ] || confirm_drop
  on_dead_letters "$action" ${options[@]+"${options[@]}"}
}

need_selection() { # ACTION OPTION...: exactly one of --id and --all
  case $# in
    2) [ "$2" = --all ] && return ;;
    3) [ "$2" = --id ] && return ;;
  esac
  die "dlq $1 needs either --id MESSAGE_ID or --all. $DLQ_USE"
}

need_dead_letters() {
  need_same_ports
  [ -n "$(running_names)" ] || die "No cluster runs here. ./damso up starts one."
  [ -n "$(running_broker)" ] || die "rabbitmq-1 does not run, so its dead letters cannot be read. ./damso start rabbitmq-1 starts it."
}

running_broker() { # -> the first one that runs, or nothing
  local name
  for name in $(broker_names); do if ! is_gone "$name"; then echo "$name"; return; fi; done
}

confirm_drop() {
  local answer=''
  [ -t 0 ] || die "dlq drop deletes messages that are stored nowhere else. Without a terminal it needs --yes. Nothing was dropped."
  printf "This deletes messages that are stored nowhere else. Type 'yes' to continue: " >&2
  read -r answer || true
  [ "$answer" = yes ] || die "Nothing was dropped."
}

on_dead_letters() { # ACTION OPTION...
  local java_options
  find_jdk
  [ -n "$JDK" ] || die "dlq needs a JDK $MIN_JAVA or newer."
  [ -f "$PERSISTENCE_JAR" ] || { need_tools; build; } >&2
  mapfile -t java_options < <(java_options)
  exec "$JDK/bin/java" -Xmx256m -XX:TieredStopAtLevel=1 "${java_options[@]}" -cp "$(installed "$PERSISTENCE_JAR")" \
    io.damso.persistence.ingest.deadletter.DeadLetterCommand "$@" \
    --port "$(broker_port "$(running_broker)" "$AMQP_PORT")" --password-file "$SECRETS/admin/rabbitmq.password"
}

# shellcheck shell=bash
# The help texts.

command_help() { # [COMMAND]
  local text
  text=$(help_text)
  if [ $# -eq 0 ]; then echo "$text"; return; fi
  # The line of the command, and the indented lines below it.
  text=$(awk -v command="$1" '
    /^  \.\/damso / { on = ($2 ~ "(^|\\|)" command "(\\||$)") }
    /^$/ { on = 0 }
    on' <<<"$text")
  [ -n "$text" ] || die "There is no command '$1'. './damso help' lists them."
  echo "$text"
}

help_text() {
  cat <<'EOF'
Damso: horizontally scaled STOMP chat, on this machine and without containers.

  ./damso up [--gateways N] [--persistence N] [--brokers 1|3] [--mongo URI|none]
                                           install missing programs, build, start all processes, wait until they are ready;
                                           on a running cluster: print the changes, restart changed processes one by one;
                                           --brokers 3: three RabbitMQ nodes, of which one may fail; they cannot become fewer
  ./damso down [--wipe [--yes]]            stop all processes, gateways first; --wipe also deletes the data, after confirmation
  ./damso status [--json]                  processes with their ports, and whether they are ready
  ./damso logs NAME                        follow the log of one process
  ./damso start|stop|kill NAME             one process: start it, stop it (SIGTERM; again: at once), kill it (SIGKILL)
  ./damso roll                             restart three brokers, persistence and gateways one by one, each when the previous one is
                                           ready, and reload NGINX, under traffic; a single broker and the store stay
  ./damso token USER                       print a token for this user (demo sign-in)
  ./damso dlq list [--limit N]             dead letters: messages that could not be stored, oldest first, without their texts
  ./damso dlq replay --id MESSAGE_ID|--all
                                           store them again; exit code 1 if one stays a dead letter
  ./damso dlq drop --id MESSAGE_ID|--all [--yes]
                                           delete them, after confirmation; --yes: without, for scripts
  ./damso demo [--url URL] [--insecure]    two users on two gateways exchange messages; exit code 1 on any failure
  ./damso bench store [--sizes 10k,200k,1m] [--peers embedded,h2,memory] [--seconds N] [--fill-seconds N]
                      [--json FILE] [--docs]
                                           the embedded store compared with mongo-java-server's own; docs/benchmarks.md
  ./damso bench broker [--seconds N] [--rooms N] [--node-rooms N] [--rate N] [--runs N] [--json FILE] [--docs]
                      [--host HOST --user USER --password PASSWORD [--port N] [--management-port N] [--pid PID]]
                                           RabbitMQ alone under the load of gateways; --host: a running one of any version
  ./damso bench fanout|rooms|receipts|idle|connect|storm|resume|slow|soak [--peer damso,stock,web-stomp,nats,jetstream,simple]
                      [--runs N] [--json FILE] [--docs] ...
                                           chat under load, compared with others; options: docs/benchmarks.md
  ./damso chaos [SCENARIO ...|all|random] [--clients N] [--seed N] [--seconds N] [--json FILE] [--docs]
                                           break a cluster of its own under traffic, write a history of each scenario and check it;
                                           --seconds: length of the random one (600), and for which the store is away (60).
                                           Scenarios and promises: docs/reliability.md
  ./damso check FILE...                    check histories, also those of others (docs/history-format.md); exit code 1 if one
                                           proves something broken
  ./damso prove [--seed S] [--minutes N] [--schedules N]
                                           the guarantees in many simulated orders of events and failures, without servers;
                                           exit code 1 and the smallest schedule if one is broken (docs/simulation.md)
  ./damso test [--fast] [MAVEN OPTIONS]    all tests: unit, integration, system, browser; --fast: unit tests only
  ./damso version                          versions of Damso, the JDK, RabbitMQ and NGINX

NAME is rabbitmq-1 ..., store, persistence-1 ..., gateway-1 ..., nginx. Data and logs are under .run/ (DAMSO_RUN_DIR).
Every port is a setting (deploy/native/settings.sh); DAMSO_PORT_OFFSET is added to all of them. The options and environment
of 'up' (DAMSO_..., SPRING_..., LOGGING_...) are saved for all later commands; NAME= resets one to its default.
EOF
}

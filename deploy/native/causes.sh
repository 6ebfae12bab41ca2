# shellcheck shell=bash
# Finds out why a process does not start, for error messages with a remedy.

declare -A LOG_FROM=()  # NAME -> size of its log when it was started

mark_log() { LOG_FROM[$1]=$(stat -c %s "$(log_file "$1")" 2>/dev/null || echo 0); } # NAME
log_since() { tail -c "+$((${LOG_FROM[$1]:-0} + 1))" "$(log_file "$1")" 2>/dev/null; } # NAME: of this start

without_login() { sed 's#\([a-z+]*://\)[^/@ ]*@#\1#g'; } # removes user and password from URIs

last_log_line() { # NAME -> the last line of its log, without time and origin
  log_since "$1" | grep -v '^[[:space:]]*$' | tail -n 1 | sed 's/^.* --- \[.*\] [^ ]* *: //; s/^[0-9-]* [0-9:.+]* //' |
    without_login | cut -c 1-140
}

waits_for() { # NAME -> what a running process is waiting for before it is ready
  local parts part said=''
  case $1 in
    persistence-*|gateway-*) parts=$(parts_down "$1") ;;
    *) parts='' ;;
  esac
  # shellcheck disable=SC2046 # one word a host
  for part in $parts; do
    case $part in
      mongo) said=$(unreachable MongoDB $(mongo_hosts)) ;;
      rabbit) said=$(unreachable RabbitMQ $(rabbit_hosts)) ;;
      relay) said=$(unreachable "RabbitMQ's STOMP listener" "${DAMSO_GATEWAY_RELAY_HOST:-127.0.0.1}:$STOMP_PORT") ;;
      *) continue ;;
    esac
    echo "it waits for $said"
    return
  done
  said=$(last_log_line "$1")
  echo "${said:+its log ends with: }${said:-its log is empty}"
}

parts_down() { # NAME -> parts of its readiness that are not up
  curl -s --noproxy '*' --max-time 3 "http://127.0.0.1:$((($(port_of "$1")) + 1))/actuator/health/readiness" |
    grep -o '"[A-Za-z]*":{"status":"[A-Z_]*"' | grep -v '"UP"$' | cut -d'"' -f2 || true
}

port_of() { case $1 in persistence-*) persistence_port "$1" ;; *) gateway_port "$1" ;; esac; } # NAME

rabbit_hosts() { # -> host:port ...
  if [ "$BROKERS" -gt 1 ]; then broker_addresses "$AMQP_PORT" | tr ',' ' '; else echo "${SPRING_RABBITMQ_HOST:-127.0.0.1}:$AMQP_PORT"; fi
}

mongo_hosts() { # -> host:port ...
  mongo_uri | sed 's#^[a-z+]*://##; s#^[^/]*@##; s#/.*##' | tr ',' '\n' | sed '/:[0-9]*$/!s/$/:27017/'
}

unreachable() { # WHAT HOST:PORT...
  local what=$1 said; shift
  # shellcheck disable=SC2016 # the inner shell expands them
  said=$({ timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "${1%:*}" "${1##*:}" || [ $? != 124 ] || echo 'no answer'; } 2>&1 |
    sed -n 's/.*: \(Connection refused\|Name or service not known\|No route to host\|[A-Z][a-z ]*\)$/\1/p; /^no answer/p' | tail -n 1)
  echo "$what at $*${said:+ (${said,})}"
}

# Failures that do not disappear with more time.
final_cause() { # NAME -> a sentence, or exit code 1
  local user
  case $1 in persistence-*|gateway-*) ;; *) return 1 ;; esac
  if log_since "$1" | grep -q 'ACCESS_REFUSED - Login was refused\|Bad CONNECT\|Access refused for user'; then
    user=${SPRING_RABBITMQ_USERNAME:-damso-${1%-*}}
    echo "RabbitMQ at $(rabbit_hosts) refuses the login of '$user'.
  Its password comes from SPRING_RABBITMQ_PASSWORD, else from $SECRETS/${1%-*}/spring.rabbitmq.password."
  elif log_since "$1" | grep -q 'MongoSecurityException'; then
    echo "MongoDB at $(mongo_hosts | paste -sd, -) refuses the login that --mongo gave."
  else
    return 1
  fi
}

why_ended() { # NAME -> the error that it logged before it ended
  local said
  case $1 in
    rabbitmq-*) said=$(log_since "$1" | sed -n '/^BOOT FAILED/,$p' | grep -v '^=*$' | head -n 6) ;;
    nginx) said=$(log_since "$1" | sed -n 's/^.*\[emerg\] *\([0-9#:]* \)*//p' | head -n 3) ;;
    *) said=$(spring_failure "$1") ;;
  esac
  [ -n "$said" ] || said=$(log_since "$1" | grep ' ERROR ' | tail -n 1 | sed 's/^.* --- \[.*\] [^ ]* *: //')
  [ -n "$said" ] || said=$(log_since "$1" | tail -n 5)
  without_login <<<"${said:-Its log is empty.}" | sed 's/^/  /'
}

spring_failure() { # NAME -> description and action of Spring Boot's failure analysis
  log_since "$1" | awk '
    /^APPLICATION FAILED TO START/ { text = ""; on = 1; next }
    /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T/ { on = 0 }
    on && !/^\**$/ && !/^(Description|Action):$/ && NF { text = text $0 "\n" }
    END { printf "%s", text }' |
    sed "s/Reason: failed to convert java.lang.String to \(.* \)*\([A-Za-z.]*\) (caused by .*/Reason: it is no \2/
      s/^Update your application's configuration$/Give it another value, or none (NAME= .\/damso ...) for its default./"
}

# shellcheck shell=bash
# The settings with which a process was started, one on each line, so that `up` can compare them. Values that may contain
# secrets are stored as digests.

settings_file() { echo "$RUN/$1/settings"; } # NAME

digest() { sha256sum | cut -c1-32; }

note_settings() { # NAME
  mkdir -p "$RUN/$1"
  (umask 077; fingerprint "$1" >"$(settings_file "$1")")
}

what_differs() { # NAME -> "setting, setting" or nothing
  [ -f "$(settings_file "$1")" ] || { echo "settings that are not known"; return; }
  { diff <(fingerprint "$1") "$(settings_file "$1")" || true; } | sed -n 's/^[<>] \([^=]*\)=.*/\1/p' | sort -u |
    paste -sd, - | sed 's/,/, /g'
}

fingerprint() { # NAME -> lines NAME=VALUE
  case $1 in
    rabbitmq-*)
      echo "configuration=$(rabbitmq_conf "$1" | cat - "$DAMSO_HOME"/deploy/rabbitmq/{damso.conf,advanced.config,enabled_plugins,rejoin.erl} | digest)"
      echo "definitions and passwords=$(digest <"$SECRETS/rabbitmq/definitions.json")"
      echo "cookie=$(digest <"$SECRETS/rabbitmq/.erlang.cookie")" ;;
    nginx)
      echo "listen=$LISTEN_ADDRESS $HTTPS_PORT $HTTP_PORT"
      echo "configuration=$(nginx_conf | digest)"
      echo "certificate=$(cat "$SECRETS/nginx/tls.crt" "$SECRETS/nginx/tls.key" | digest)" ;;
    *) java_fingerprint "$1" ;;
  esac
}

java_fingerprint() { # NAME
  local name value file
  printf 'program=%s\n' "$(program_directory "$(jar_of "$1")")"
  printf 'JDK=%s\n' "$JDK $JDK_VERSION"
  while IFS='=' read -r name value; do
    printf '%s=%s\n' "$name" "$(shown "$name" "$value")"
  done < <(environment_of "$1")
  [ "$1" != store ] || return 0
  for name in $(compgen -e | sort); do
    if concerns "$1" "$name"; then printf '%s=%s\n' "$name" "$(shown "$name" "${!name}")"; fi
  done
  for file in "$SECRETS/${1%-*}"/*; do
    [ ! -f "$file" ] || printf 'secret %s=%s\n' "${file##*/}" "$(digest <"$file")"
  done
}

concerns() { # PROCESS SETTING
  is_service_setting "$2" || return 1
  case $1:$2 in
    *:DAMSO_DEMO_ENABLED) return 1 ;; # part of environment_of
    persistence-*:DAMSO_GATEWAY_*|gateway-*:DAMSO_PERSISTENCE_*|gateway-*:SPRING_MONGODB_*) return 1 ;;
  esac
}

shown() { # NAME VALUE -> the value, or its digest if it may contain a secret or line ends
  case $1 in
    *SECRET*|*PASSWORD*|*KEY*|*URI*|*URL*|*TOKEN*|*CERT*|*OPTIONS*|*CREDENTIAL*|*PASSPHRASE*) digest <<<"$2" ;;
    *) printf '%q' "$2" ;;
  esac
}

# shellcheck shell=bash
# Pings the MongoDB that `up` was given before any process starts that would wait for it.

check_store() { # exits with the reason if MongoDB cannot be used
  local said
  [ -n "$MONGO_URI" ] || return 0
  if [[ -n ${SPRING_MONGODB_SSL_BUNDLE:-} || ${SPRING_MONGODB_SSL_ENABLED:-} == true ]]; then
    # Only the service itself can read the TLS bundle.
    return 0
  fi
  # The URI is passed in the environment, because all users of the machine can read command lines.
  said=$(SPRING_MONGODB_URI=$MONGO_URI "$JDK/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    -cp "$(installed "$PERSISTENCE_JAR")" io.damso.persistence.store.StoreCheck 2>&1 >/dev/null) && return 0
  die "MongoDB at $(without_login <<<"$MONGO_URI") cannot be used: ${said:-the check gave no reason.}
  Nothing was started or changed. Start that MongoDB or give another URI, and run this again."
}

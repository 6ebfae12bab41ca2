# shellcheck shell=bash
# Runs the tests, and repeats those of the store on a real MongoDB if there is one.

MONGO_IMAGE=mongo:8

command_test() {
  if [ "${1:-}" = --fast ]; then
    shift
    need_tools shellcheck
    say "Unit tests with JDK $JDK_VERSION; './damso test' runs all."
    cd "$DAMSO_HOME" || die "$DAMSO_HOME does not exist any more."
    JAVA_HOME=$JDK exec mvn -B -ntp -T 2 test "$@"
  fi
  # All at once and before the tests: tests that run at the same time cannot install packages.
  need_tools shellcheck chromium chromedriver nats-server node npm python3-stomp ruby-stomp libnet-stomp-perl
  say "Testing with JDK $JDK_VERSION"
  cd "$DAMSO_HOME" || die "$DAMSO_HOME does not exist any more."
  test_modules "$@"
  test_on_mongodb
}

# A failed module does not keep those from being tested that do not need it.
test_modules() {
  local started
  started=$(mktemp)
  if JAVA_HOME=$JDK env -u DAMSO_TEST_MONGO_URI mvn -B -ntp -T 2 --fail-at-end verify "$@"; then
    rm "$started"
    return
  fi
  say "Failed tests, each with the beginning of its report (all of it is in target/*-reports of the module):"
  failed_tests "$started"
  rm "$started"
  exit 1
}

# The end of Maven's output names only modules, and the messages are thousands of lines above it.
failed_tests() { # FILE: of reports that are newer
  find . -path '*/target/*-reports/*.txt' -newer "$1" -exec awk '
    / <<< (FAILURE|ERROR)!$/ { print substr($0, 1, 300); lines = 8; next }
    lines > 0 { print "    " substr($0, 1, 300); lines-- }' {} + | head -n 300
}

test_on_mongodb() {
  local uri=${DAMSO_TEST_MONGO_URI:-} container=''
  if [ -z "$uri" ]; then
    if ! docker image inspect $MONGO_IMAGE >/dev/null 2>&1; then
      say "The store tests ran on the embedded store. To run them on a real MongoDB, set DAMSO_TEST_MONGO_URI, or start Docker with the image $MONGO_IMAGE."
      return
    fi
    container=$(docker run -d --rm -p 127.0.0.1::27017 $MONGO_IMAGE)
    # shellcheck disable=SC2064
    trap "docker kill $container >/dev/null" EXIT
    uri=mongodb://$(docker port "$container" 27017/tcp | head -n 1)
    wait_until 60 port_open "${uri##*:}" || die "MongoDB in a container does not listen at $uri"
  fi
  say "Testing chat-persistence on MongoDB at ${uri##*@}"
  DAMSO_TEST_MONGO_URI=$uri JAVA_HOME=$JDK mvn -B -ntp verify -pl chat-persistence -am \
    -Dtest=InMemoryMessageStoreTests -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test='MongoMessageStoreIT,HistoryIT,RoomsIT,IngestIT' -Dfailsafe.failIfNoSpecifiedTests=false
  if [ -n "$container" ]; then
    docker kill "$container" >/dev/null
    trap - EXIT
  fi
}

# shellcheck shell=bash
# Repeats the store tests on a real MongoDB if there is one.

MONGO_IMAGE=mongo:8

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

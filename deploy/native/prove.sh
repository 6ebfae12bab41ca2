# shellcheck shell=bash
# The simulation. A cluster does not need it, so it is built when it is first used, or when what it simulates has changed.

PROVE_JAR=$DAMSO_HOME/simulation/target/simulation-exec.jar

is_prove_built() {
  [ -f "$PROVE_JAR" ] && [ -z "$(cd "$DAMSO_HOME" && find pom.xml chat-*/pom.xml chat-*/src/main simulation/pom.xml simulation/src/main \
      -type f -newermc "$PROVE_JAR" -print -quit)" ]
}

command_prove() {
  local app
  find_jdk
  # The other programs first: is_built compares with the jar of the gateway, which is built again here.
  { [ -n "$JDK" ] && is_prove_built; } || { need_tools; build; build_modules simulation; touch "$PROVE_JAR"; } >&2
  app=$(unpacked "$PROVE_JAR")
  exec "$JDK/bin/java" -Xmx512m -XX:+UseSerialGC -cp "$app/classes:$app/lib/*" io.damso.simulation.Prove "$@"
}

# Builds the programs when a source is newer than they are.

GATEWAY_JAR=$DAMSO_HOME/chat-gateway/target/chat-gateway-exec.jar
PERSISTENCE_JAR=$DAMSO_HOME/chat-persistence/target/chat-persistence-exec.jar
STORE_JAR=$DAMSO_HOME/deploy/embedded-store/target/embedded-store-exec.jar
DEMO_JAR=$DAMSO_HOME/deploy/demo/target/demo-exec.jar
BENCH_JAR=$DAMSO_HOME/deploy/chat-load/target/chat-load-exec.jar
WEB_ROOT=$DAMSO_HOME/nginx/target/web

BUILT_MODULES=chat-gateway,chat-persistence,deploy/embedded-store,deploy/demo,deploy/chat-load,nginx

# The modification time of a jar is that of every other one of this version (project.build.outputTimestamp): its change time counts.
is_built() {
  local jar
  for jar in "$GATEWAY_JAR" "$PERSISTENCE_JAR" "$STORE_JAR" "$DEMO_JAR" "$BENCH_JAR" "$WEB_ROOT/index.html"; do
    [ -f "$jar" ] || return 1
  done
  [ -z "$(cd "$DAMSO_HOME" && find pom.xml chat-*/pom.xml chat-*/src/main deploy/*/pom.xml deploy/*/src/main \
      nginx/pom.xml nginx/web -type f -newermc "$GATEWAY_JAR" -print -quit)" ]
}

program_directory() { # JAR
  local jar=${1##*/}
  echo "$RUN/app/${jar%.jar}-$(cksum <"$1" | cut -d' ' -f1)"
}

forget_old_programs() { # those of earlier builds; nothing runs from them any more
  local directory jar current=' '
  for jar in "$GATEWAY_JAR" "$PERSISTENCE_JAR" "$STORE_JAR" "$DEMO_JAR" "$BENCH_JAR"; do
    [ ! -f "$jar" ] || current+="$(program_directory "$jar") "
  done
  for directory in "$RUN"/app/*; do
    case $current in *" $directory "*) ;; *) rm -rf "$directory" ;; esac
  done
}

# Programs run from a copy named by its content, so that a build never changes what a running process loads from.
# Unpacked ones start a second sooner than ones whose libraries lie inside the jar.
installed() { # JAR -> the jar to run
  local jar=${1##*/} app
  app=$(program_directory "$1")
  if [ ! -d "$app" ]; then
    rm -rf "$app.new"
    mkdir -p "$app.new"
    if [ "$1" = "$STORE_JAR" ]; then
      cp "$1" "$app.new/"
    else
      "$JDK/bin/java" -Djarmode=tools -jar "$1" extract --destination "$app.new" --force >/dev/null || die "Cannot unpack $1"
    fi
    mv "$app.new" "$app"
  fi
  echo "$app/$jar"
}

build() {
  ! is_built || return 0
  say "Building with Maven and JDK $JDK_VERSION; the first time downloads the libraries."
  mkdir -p "$RUN"
  # The programs only; their tests run with './damso test'.
  (cd "$DAMSO_HOME" && JAVA_HOME=$JDK mvn -q -B -ntp -DskipTests -pl "$BUILT_MODULES" -am package) >"$RUN/build.log" 2>&1 ||
    { tail -30 "$RUN/build.log" >&2; die "The build failed; the whole output is in $RUN/build.log"; }
  touch "$GATEWAY_JAR"
  say "Built."
}

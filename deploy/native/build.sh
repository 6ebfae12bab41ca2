# shellcheck shell=bash
# Builds the programs if a source file is newer than they are.

GATEWAY_JAR=$DAMSO_HOME/chat-gateway/target/chat-gateway-exec.jar
PERSISTENCE_JAR=$DAMSO_HOME/chat-persistence/target/chat-persistence-exec.jar
STORE_JAR=$DAMSO_HOME/embedded-store/target/embedded-store-exec.jar
DEMO_JAR=$DAMSO_HOME/deploy/demo/target/demo-exec.jar
BENCH_JAR=$DAMSO_HOME/benchmarks/chat/target/bench-exec.jar
RELIABILITY_JAR=$DAMSO_HOME/reliability/target/reliability-exec.jar
WEB_ROOT=$DAMSO_HOME/nginx/target/web

BUILT_MODULES=chat-gateway,chat-persistence,embedded-store,deploy/demo,benchmarks/chat,reliability,nginx

# Compares the change time: all jars of a version have the same modification time (project.build.outputTimestamp).
is_built() {
  local jar
  for jar in "$GATEWAY_JAR" "$PERSISTENCE_JAR" "$STORE_JAR" "$DEMO_JAR" "$BENCH_JAR" "$RELIABILITY_JAR" "$WEB_ROOT/index.html"; do
    [ -f "$jar" ] || return 1
  done
  [ -z "$(cd "$DAMSO_HOME" && find pom.xml chat-*/pom.xml chat-*/src/main embedded-store/pom.xml embedded-store/src/main \
      deploy/demo/pom.xml deploy/demo/src/main benchmarks/*/pom.xml benchmarks/*/src/main reliability/pom.xml \
      reliability/src/main nginx/pom.xml nginx/src nginx/web docs/error-codes.md -type f -newermc "$GATEWAY_JAR" -print -quit)" ]
}

program_directory() { # JAR
  local jar=${1##*/}
  echo "$RUN/app/${jar%.jar}-$(cksum <"$1" | cut -d' ' -f1)"
}

forget_old_programs() { # deletes the copies of earlier builds; no process uses them any more
  local directory jar current=' '
  for jar in "$GATEWAY_JAR" "$PERSISTENCE_JAR" "$STORE_JAR" "$DEMO_JAR" "$BENCH_JAR" "$RELIABILITY_JAR"; do
    [ ! -f "$jar" ] || current+="$(program_directory "$jar") "
  done
  for directory in "$RUN"/app/*; do
    case $current in *" $directory "*) ;; *) rm -rf "$directory" ;; esac
  done
}

# Programs run from a copy whose name contains a checksum, so that a build never changes the files of a running process.
# An unpacked program starts one second faster than one with its libraries inside the jar.
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

# Unpacks the jar with the JDK's tool: Spring Boot's own tool needs Spring's loader in the jar.
unpacked() { # JAR -> the directory with its classes and libraries
  local app
  app=$(program_directory "$1")
  if [ ! -d "$app" ]; then
    rm -rf "$app.new"
    mkdir -p "$app.new"
    (cd "$app.new" && "$JDK/bin/jar" -xf "$1" BOOT-INF) || die "Cannot unpack $1"
    mv "$app.new" "$app"
  fi
  echo "$app/BOOT-INF"
}

build() {
  ! is_built || return 0
  build_modules "$BUILT_MODULES"
  touch "$GATEWAY_JAR"
}

build_modules() { # MODULE,...
  say "Building with Maven and JDK $JDK_VERSION; the first build downloads the libraries."
  (umask 077; mkdir -p "$RUN")
  maven_package "$1" >"$RUN/build.log" 2>&1 &
  await_child $! build_progress || {
    grep '^\[ERROR\]' "$RUN/build.log" | head -n 20 >&2 || tail -n 20 "$RUN/build.log" >&2
    die "The build failed; the whole output is in $RUN/build.log"
  }
  say "Built."
}

maven_package() { # MODULE,...: without tests; './damso test' runs them
  cd "$DAMSO_HOME" || return
  JAVA_HOME=$JDK exec mvn -B -DskipTests -pl "$1" -am package
}

build_progress() {
  local files module
  files=$(grep -c '^Downloaded from ' "$RUN/build.log" || true)
  module=$(sed -n 's/^\[INFO\] Building \(.*[^ ]\)  *\[\([0-9]*\)\/\([0-9]*\)\]$/\1 (\2 of \3)/p' "$RUN/build.log" | tail -n 1)
  echo "Building${module:+ $module}; ${files:-0} files downloaded"
}

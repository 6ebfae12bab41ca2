# Finds the programs that Damso needs, and installs from the distribution what is missing.

MIN_JAVA=21

java_version() { # JDK directory -> major version, or nothing
  local release=$1/release
  [ -x "$1/bin/javac" ] && [ -f "$release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
}

find_jdk() { # sets JDK and JDK_VERSION to the newest JDK that is installed, or to nothing
  JDK='' JDK_VERSION=0
  local dir version
  for dir in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
             "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -d "$dir" ] || continue
    version=$(java_version "$dir")
    if [ "${version:-0}" -ge "$MIN_JAVA" ] && [ "$version" -gt "$JDK_VERSION" ]; then
      JDK=$dir JDK_VERSION=$version
    fi
  done
}

find_program() { # NAME -> its path; looks beyond PATH, because users other than root often have no sbin in it
  PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin:/usr/lib/rabbitmq/bin command -v "$1"
}

# RabbitMQ's own script, not the distribution's wrapper, which switches to another user.
rabbitmq_server() {
  local script=/usr/lib/rabbitmq/bin/rabbitmq-server
  if [ -x $script ]; then echo $script; else find_program rabbitmq-server; fi
}

missing_tools() { # the names of what is not there; arguments: extra tools wanted
  [ -n "$JDK" ] || echo jdk
  local tool
  for tool in mvn rabbitmq-server nginx openssl curl ps "$@"; do
    find_program "$tool" >/dev/null || echo "$tool"
  done
}

package_of() { # tool -> Debian package
  case $1 in
    jdk)
      local package
      for package in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
        if [ "$(apt-cache policy $package 2>/dev/null | sed -n 's/ *Candidate: //p')" \> "(" ]; then echo $package; return; fi
      done
      return 1 ;;
    mvn) echo maven ;;
    ps) echo procps ;;
    chromedriver) echo chromium-driver ;;
    *) echo "$1" ;;
  esac
}

need_tools() { # makes sure of everything; arguments: extra tools wanted
  local missing
  find_jdk
  missing=$(missing_tools "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || die "Missing on this machine: $missing
  Install a JDK $MIN_JAVA or newer, Maven, RabbitMQ (3.10 or newer), NGINX (1.22 or newer), OpenSSL and curl${*:+, and $*},
  or run the cluster in containers instead:  docker compose up --build --wait"
  install_packages $missing
  find_jdk
  missing=$(missing_tools "$@" | tr '\n' ' ')
  [ -z "$missing" ] || die "Still missing after the installation: $missing"
}

install_packages() {
  local sudo='' tool package packages=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "Missing on this machine: $*. Run this once as root, or install sudo."
    sudo=sudo
  fi
  say "Missing on this machine: $*. Installing from the distribution; this takes a minute or two."
  $sudo apt-get update -q >/dev/null || die "apt-get update failed; is the network there?"
  for tool; do
    package=$(package_of "$tool") || die "This distribution has no JDK $MIN_JAVA or newer. Install one, for example Temurin 25
  from adoptium.net, under /usr/lib/jvm or set JAVA_HOME; then run this again."
    packages+=("$package")
  done
  without_starting_services "$sudo" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${packages[@]}" >"${TMPDIR:-/tmp}/damso-apt.$$" 2>&1 ||
    { tail -20 "${TMPDIR:-/tmp}/damso-apt.$$" >&2; die "The installation of ${packages[*]} failed."; }
  rm -f "${TMPDIR:-/tmp}/damso-apt.$$"
  say "Installed ${packages[*]}."
}

# The packages' own services must not run: Damso starts its own processes on its own ports.
without_starting_services() {
  local sudo=$1 policy=/usr/sbin/policy-rc.d status=0; shift
  if [ -e $policy ]; then $sudo "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
  $sudo chmod 755 $policy
  # shellcheck disable=SC2064
  trap "$sudo rm -f $policy" EXIT
  $sudo "$@" || status=$?
  $sudo rm -f $policy
  trap - EXIT
  if command -v systemctl >/dev/null; then
    case " ${packages[*]} " in *" rabbitmq-server "*) $sudo systemctl disable -q rabbitmq-server 2>/dev/null || true ;; esac
    case " ${packages[*]} " in *" nginx "*) $sudo systemctl disable -q nginx 2>/dev/null || true ;; esac
    case " ${packages[*]} " in *" nats-server "*) $sudo systemctl disable -q nats-server 2>/dev/null || true ;; esac
  fi
  return $status
}

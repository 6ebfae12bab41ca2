# shellcheck shell=bash
# Finds the programs that Damso needs, and installs missing ones from the distribution.

MIN_JAVA=25

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

find_program() { # NAME -> its path; also searches sbin, which is often not in the PATH of users other than root
  PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin:/usr/lib/rabbitmq/bin command -v "$1"
}

# RabbitMQ's own script. The distribution's wrapper would switch to another user.
rabbitmq_server() {
  local script=/usr/lib/rabbitmq/bin/rabbitmq-server
  if [ -x $script ]; then echo $script; else find_program rabbitmq-server; fi
}

has_tool() { # NAME of a program, or of a package that holds a library for one
  case $1 in
    python3-stomp) PATH=/usr/bin:$PATH python3 -c 'import stomp' ;;
    ruby-stomp) PATH=/usr/bin:$PATH ruby -e "require 'stomp'" ;;
    libnet-stomp-perl) PATH=/usr/bin:$PATH perl -MNet::Stomp -e 1 ;;
    *) find_program "$1" ;;
  esac >/dev/null 2>&1
}

missing_tools() { # names of missing tools; arguments: extra tools
  [ -n "$JDK" ] || echo jdk
  local tool
  for tool in mvn rabbitmq-server nginx openssl curl ps "$@"; do
    has_tool "$tool" || echo "$tool"
  done
}

package_of() { # tool -> Debian package
  case $1 in
    jdk)
      # A package that is only named by others has the candidate "(none)".
      apt-cache policy "openjdk-$MIN_JAVA-jdk-headless" 2>/dev/null | grep -q '^ *Candidate: [0-9]' || return
      echo "openjdk-$MIN_JAVA-jdk-headless" ;;
    mvn) echo maven ;;
    ps) echo procps ;;
    chromedriver) echo chromium-driver ;;
    node) echo nodejs ;;
    *) echo "$1" ;;
  esac
}

need_tools() { # installs missing tools; arguments: extra tools
  local missing
  find_jdk
  mapfile -t missing < <(missing_tools "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "Missing on this machine: ${missing[*]}
  Install a JDK $MIN_JAVA or newer, Maven, RabbitMQ (3.10 or newer), NGINX (1.22 or newer), OpenSSL and curl${*:+, and $*},
  or run the cluster in containers instead:  docker compose up --build --wait"
  install_packages "${missing[@]}"
  find_jdk
  mapfile -t missing < <(missing_tools "$@")
  [ ${#missing[@]} -eq 0 ] || die "Still missing after the installation: ${missing[*]}"
}

install_packages() {
  local sudo='' tool package packages=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "Missing on this machine: $*. Run this once as root, or install sudo."
    sudo=sudo
  fi
  say "Missing on this machine: $*. Installing from the distribution; this takes a minute or two."
  local patient=(-o Acquire::Retries=3 -o DPkg::Lock::Timeout=120) # a mirror may fail once; another apt-get may be running
  $sudo apt-get update -q "${patient[@]}" >/dev/null || die "apt-get update failed; check the network connection."
  for tool; do
    package=$(package_of "$tool") || die "Damso needs a JDK $MIN_JAVA or newer, and this distribution has none.
  Get one, for example Temurin $MIN_JAVA from https://adoptium.net: extract it under /usr/lib/jvm, or set JAVA_HOME to its
  directory. Then run this again."
    packages+=("$package")
  done
  with_ticks "Installing ${packages[*]}" without_starting_services "$sudo" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q "${patient[@]}" --no-install-recommends "${packages[@]}" >"${TMPDIR:-/tmp}/damso-apt.$$" 2>&1 ||
    { tail -20 "${TMPDIR:-/tmp}/damso-apt.$$" >&2; die "The installation of ${packages[*]} failed."; }
  rm -f "${TMPDIR:-/tmp}/damso-apt.$$"
  say "Installed ${packages[*]}."
}

# The services of the packages must not start: Damso runs its own processes on its own ports.
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

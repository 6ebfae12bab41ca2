# shellcheck shell=bash disable=SC2034 # other parts read these
# `up`: brings the cluster to the requested state, or restores the saved settings if that fails.

BEFORE=''  # saved settings of a running cluster before this `up`
RAN=''     # processes that ran before this `up`

bring_up() {
  local running
  running=$(running_names)
  RAN=" $(paste -sd' ' - <<<"$running") "
  # Ports can be moved only while nothing listens there.
  [ -z "$running" ] || need_same_ports
  warn_of_fixed
  need_tools
  build
  export_settings
  check_store
  if [ -n "$running" ] && [ -f "$CLUSTER" ]; then BEFORE=$(cat "$CLUSTER"); fi
  remember_cluster
  ON_INTERRUPT=end_what_began
  trap forget_failed_change EXIT
  sh "$DAMSO_HOME/deploy/secrets.sh" "$SECRETS"
  # The secrets are in files now, each readable only by the service that needs it.
  unset DAMSO_AUTH_SECRET DAMSO_ERLANG_COOKIE DAMSO_RABBITMQ_ADMIN_PASSWORD \
    DAMSO_RABBITMQ_GATEWAY_PASSWORD DAMSO_RABBITMQ_PERSISTENCE_PASSWORD
  cluster_up
  trap - EXIT
  ON_INTERRUPT=''
  cluster_urls
}

# Restores the saved settings of a running cluster, so that the next `up` uses the settings that worked.
forget_failed_change() {
  [ -n "$BEFORE" ] || return 0
  (umask 077; printf '%s\n' "$BEFORE" >"$CLUSTER")
  # Brokers that have joined stay members.
  is_to_join rabbitmq-2 || echo "BROKERS=$BROKERS" >>"$CLUSTER"
  warn "The change failed. './damso up' without it restores the previous settings."
}

end_what_began() {
  local name began=" ${BEGAN[*]-} "
  warn "Interrupted."
  [[ $began != *' rabbitmq-1 '* ]] || began+='epmd '
  for name in $(running_names); do
    if [[ $began == *" $name "* && $RAN != *" $name "* ]]; then
      warn "Stopping $name"
      terminate "$name"
    fi
  done
  name=$(running_names | paste -sd' ' -)
  if [ -n "$name" ]; then warn "Running: $name. ./damso up continues, ./damso down stops them."; else warn "Nothing runs."; fi
}

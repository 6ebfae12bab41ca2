/** What gateways do at the broker, without clients: interest in rooms, the node's queue, publishing in two legs. */
@NullMarked
package io.damso.bench.broker.gateway;

import org.jspecify.annotations.NullMarked;

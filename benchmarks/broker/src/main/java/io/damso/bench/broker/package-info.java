/** {@code ./damso bench broker}: RabbitMQ alone, under the load of gateways without clients. */
@NullMarked
package io.damso.bench.broker;

import org.jspecify.annotations.NullMarked;

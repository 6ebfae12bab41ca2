/** RabbitMQ as the benchmark uses it: its address, a virtual host of its own, its memory and processor time. */
@NullMarked
package io.damso.bench.broker.server;

import org.jspecify.annotations.NullMarked;

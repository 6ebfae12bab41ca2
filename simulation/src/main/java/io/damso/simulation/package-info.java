/**
 * Runs gateways and persistence without threads and clocks, in the order of a schedule, against models of RabbitMQ, MongoDB
 * and clients, and compares what clients got with what is stored ({@code docs/simulation.md}).
 */
@NullMarked
package io.damso.simulation;

import org.jspecify.annotations.NullMarked;

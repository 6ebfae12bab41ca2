/** How services choose one of several brokers. */
@NullMarked
package io.damso.edge.broker;

import org.jspecify.annotations.NullMarked;

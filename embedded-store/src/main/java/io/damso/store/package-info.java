/** A durable single-node store with MongoDB's wire protocol, for machines without a MongoDB server. */
@NullMarked
package io.damso.store;

import org.jspecify.annotations.NullMarked;

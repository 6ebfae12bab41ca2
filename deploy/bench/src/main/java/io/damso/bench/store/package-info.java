/** The benchmark of the embedded store, beside what mongo-java-server has of its own. */
@NullMarked
package io.damso.bench.store;

import org.jspecify.annotations.NullMarked;

/** The benchmark of the embedded store, compared with the backends of mongo-java-server. */
@NullMarked
package io.damso.bench.store;

import org.jspecify.annotations.NullMarked;

/** What the servers are asked, and how long it takes them. */
@NullMarked
package io.damso.bench.store.load;

import org.jspecify.annotations.NullMarked;

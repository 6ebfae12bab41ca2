/** Where messages are kept, each once, numbered per room without holes. */
@NullMarked
package io.damso.persistence.store;

import org.jspecify.annotations.NullMarked;

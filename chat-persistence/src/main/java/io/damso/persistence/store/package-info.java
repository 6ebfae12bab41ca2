/** The store of messages: each once, numbered in its room without gaps. */
@NullMarked
package io.damso.persistence.store;

import org.jspecify.annotations.NullMarked;

/** The wire contract: names, messages and codes that clients, gateways, broker and persistence agree on. */
@NullMarked
package io.damso.protocol;

import org.jspecify.annotations.NullMarked;

/** Asks persistence what is stored of rooms: barriers, missed messages, digests. */
@NullMarked
package io.damso.gateway.catchup;

import org.jspecify.annotations.NullMarked;

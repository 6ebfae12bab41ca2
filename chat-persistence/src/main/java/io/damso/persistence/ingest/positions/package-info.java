/** What is stored of each room: barriers are answered with it, and digests tell it to the gateways. */
@NullMarked
package io.damso.persistence.ingest.positions;

import org.jspecify.annotations.NullMarked;

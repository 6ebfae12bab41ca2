/** The form in which several messages travel as one message of the broker ({@code docs/envelope.md}). */
@NullMarked
package io.damso.protocol.envelope;

import org.jspecify.annotations.NullMarked;

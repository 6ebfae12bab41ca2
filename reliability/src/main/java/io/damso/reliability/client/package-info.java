/** Clients that follow the contract: they repeat what is not acknowledged, and resume by position. */
@NullMarked
package io.damso.reliability.client;

import org.jspecify.annotations.NullMarked;

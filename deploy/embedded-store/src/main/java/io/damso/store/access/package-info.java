/**
 * Who may send commands, and what a client is told about the server: logins by SCRAM-SHA-256, hello and serverStatus.
 */
@NullMarked
package io.damso.store.access;

import org.jspecify.annotations.NullMarked;

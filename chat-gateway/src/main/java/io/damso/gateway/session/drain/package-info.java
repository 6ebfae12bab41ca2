/** The stop of a node: its clients are told, their sockets are closed over some time, and then the process ends. */
@NullMarked
package io.damso.gateway.session.drain;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP rules of all services: origins, problem documents, audit log, production check; and which broker a service
 * connects to. A service has them by having this module on its class path.
 */
@NullMarked
package io.damso.edge;

import org.jspecify.annotations.NullMarked;

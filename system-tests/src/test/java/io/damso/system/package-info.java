/** The whole system, as its users meet it: started by ./damso, reached through NGINX, parts of it killed. */
@NullMarked
package io.damso.system;

import org.jspecify.annotations.NullMarked;

/** Tests of the whole system: started by ./damso, used through NGINX, with killed processes. */
@NullMarked
package io.damso.system;

import org.jspecify.annotations.NullMarked;

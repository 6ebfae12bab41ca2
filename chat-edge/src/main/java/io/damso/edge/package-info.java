/** What every service needs that faces the internet; services get it by having this module on their class path. */
@NullMarked
package io.damso.edge;

import org.jspecify.annotations.NullMarked;

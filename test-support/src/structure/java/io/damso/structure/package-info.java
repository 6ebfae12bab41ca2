/** Rules for the packages of all modules. Compiled into the tests of each module. */
@NullMarked
package io.damso.structure;

import org.jspecify.annotations.NullMarked;

/** The table of results. */
@NullMarked
package io.damso.reliability.report;

import org.jspecify.annotations.NullMarked;

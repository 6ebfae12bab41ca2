/** What was measured, over several runs and peers, as table, JSON, page and plot. */
@NullMarked
package io.damso.load.report;

import org.jspecify.annotations.NullMarked;

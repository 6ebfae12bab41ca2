/** Results of several runs and peers as a table, as JSON, in a page and as an image. */
@NullMarked
package io.damso.load.report;

import org.jspecify.annotations.NullMarked;

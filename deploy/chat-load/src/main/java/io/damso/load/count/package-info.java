/** What was sent, and what each subscriber got of it: nothing lost, doubled or out of order goes unseen. */
@NullMarked
package io.damso.load.count;

import org.jspecify.annotations.NullMarked;

/** Lines for those who must know later who came in, who was refused and who was sent away. */
@NullMarked
package io.damso.edge.audit;

import org.jspecify.annotations.NullMarked;

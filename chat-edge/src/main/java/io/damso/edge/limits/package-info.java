/** Rates of users and addresses: how clients are counted. */
@NullMarked
package io.damso.edge.limits;

import org.jspecify.annotations.NullMarked;

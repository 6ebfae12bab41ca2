/** Access control: logins with SCRAM-SHA-256. */
@NullMarked
package io.damso.store.access;

import org.jspecify.annotations.NullMarked;

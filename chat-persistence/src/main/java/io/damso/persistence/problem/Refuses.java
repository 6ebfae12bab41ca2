package io.damso.persistence.problem;

import io.damso.protocol.ErrorCode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says with which codes an endpoint refuses, for the OpenAPI document; those of every endpoint are left out. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refuses {

    /** Returns the codes. */
    ErrorCode[] value();
}

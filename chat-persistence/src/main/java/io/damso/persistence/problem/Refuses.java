package io.damso.persistence.problem;

import io.damso.protocol.ErrorCode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The error codes of an endpoint for the OpenAPI document, without those that all endpoints have. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refuses {

    /** Returns the codes. */
    ErrorCode[] value();
}
